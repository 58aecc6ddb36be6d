;;; bpol-mode.el --- Editing placement policies -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; A major mode for bpol, a policy-as-code compiler for workload placement:
;; colours, comments, indentation and a list of the statements.  With eglot,
;; `M-x eglot' starts the language server, `bpol lsp'.

;;; Code:

(require 'seq)
(require 'url-util)

(defvar eglot-server-programs)
(declare-function eglot-current-server "eglot")
(declare-function eglot-ensure "eglot")
(declare-function jsonrpc-request "jsonrpc")

(defgroup bpol nil
  "Editing placement policies."
  :group 'languages)

(defcustom bpol-program nil
  "The program; nil for `bpol' on the PATH, else ~/.cargo/bin/bpol.
It is never downloaded."
  :type '(choice (const :tag "Look for it" nil) file)
  :risky t)

(defcustom bpol-indent-offset 2
  "How far the inside of brackets is indented."
  :type 'integer
  :safe #'integerp)

;; The words of the language.  A test compares these lists with those of the
;; program.

(defconst bpol-policies '("policy"))
(defconst bpol-environments '("environment"))
(defconst bpol-workloads '("model" "function" "agent" "sandbox" "job"))
(defconst bpol-guards '("guard"))
(defconst bpol-codes '("continent" "country" "location" "cpu" "gpu" "group"))
(defconst bpol-attributes '("continent" "country" "location" "cpu" "gpu" "group"))
(defconst bpol-connectives
  '("in" "or" "except" "and" "target" "within" "excludes" "allows" "attach"
    "offers" "alias" "tokens" "per" "ratio"))
(defconst bpol-kinds '("models" "functions" "agents" "sandboxes" "jobs"))
(defconst bpol-counted '("input" "output" "total"))
(defconst bpol-periods
  '("minute" "minutes" "hour" "hours" "day" "days" "month" "months"))

(defconst bpol-statements
  (append bpol-policies bpol-environments bpol-workloads bpol-guards bpol-codes)
  "The words that open a statement.")

(defvar bpol-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?< "(>" table)
    (modify-syntax-entry ?> ")<" table)
    (modify-syntax-entry ?\[ "(]" table)
    (modify-syntax-entry ?\] ")[" table)
    (modify-syntax-entry ?, "." table)
    ;; All of them are parts of one word.
    (dolist (character '(?_ ?- ?.))
      (modify-syntax-entry character "_" table))
    table)
  "What each character is in `bpol-mode'.")

(defconst bpol--name "\\(?:\\_<[[:alnum:]_][[:alnum:]_.-]*\\|\"\\(?:[^\"\\\n]\\|\\\\.\\)*\"\\)"
  "A word or a string.")

(defconst bpol--next
  (concat "^[ \t]*\\(" (regexp-opt bpol-statements) "\\)[ \t]+\\([[:alnum:]_\"]\\)")
  "A line that opens a statement, whatever is missing above it.")

;; Where a name may stand, every word is one, so that a word alone does not say
;; what it is.  Each position is told by the tokens before it.

(defun bpol--tokens (from to)
  "The tokens between FROM and TO, as (BEGINNING . END), comments left out."
  (save-excursion
    (goto-char from)
    (let (tokens)
      (while (progn (skip-chars-forward " \t\r\n" to) (< (point) to))
        (let ((start (point)))
          (cond
           ((eq (char-after) ?#) (end-of-line))
           ((eq (char-after) ?\")
            (forward-char)
            (while (and (skip-chars-forward "^\"\\\\\n" to) (eq (char-after) ?\\) (< (point) (1- to)))
              (forward-char 2))
            (when (eq (char-after) ?\") (forward-char))
            (push (cons start (min (point) to)) tokens))
           (t
            (when (zerop (skip-chars-forward "[:alnum:]_.\\-" to)) (forward-char))
            (push (cons start (point)) tokens)))))
      (nreverse tokens))))

(defun bpol--opens-p (token)
  "Whether a statement begins at TOKEN, whatever is missing above it."
  (save-excursion
    (goto-char (car token))
    (skip-chars-backward " \t")
    (and (bolp)
         (let ((case-fold-search nil))
           (looking-at bpol--next))
         (not (save-excursion
                (goto-char (match-beginning 2))
                (looking-at "in\\_>"))))))

(defun bpol--faces (from to)
  "What each token between FROM and TO is: a list of (BEGINNING END FACE)."
  (let ((state 'top) (name-face nil) (list-face nil) found (bounds (bpol--tokens from to)))
    (dolist (token bounds)
      (let* ((text (buffer-substring-no-properties (car token) (cdr token)))
             (is-name (string-match-p "\\`[[:alnum:]_\"]" text))
             (is-string (eq (aref text 0) ?\"))
             (face nil))
        (when (and (not (eq state 'top)) (not is-string) (member text bpol-statements) (bpol--opens-p token))
          (setq state 'top))
        (pcase state
          ('top
           (cond
            (is-string (setq face 'font-lock-string-face))
            ((member text bpol-statements)
             (setq face 'font-lock-keyword-face
                   state 'name
                   name-face (cond ((member text bpol-policies) 'font-lock-function-name-face)
                                   ((member text bpol-environments) 'font-lock-variable-name-face)
                                   ((or (member text bpol-workloads) (member text bpol-guards))
                                    'font-lock-type-face)
                                   (t 'font-lock-constant-face))))
            ((string= text "in") (setq face 'font-lock-keyword-face state 'parent))
            ((string= text "<") (setq state 'body list-face 'font-lock-constant-face))))
          ((or 'name 'parent)
           (when is-name
             (setq face (cond ((eq state 'name) name-face)
                              ((eq name-face 'font-lock-constant-face) 'font-lock-constant-face)
                              (t 'font-lock-variable-name-face))))
           (setq state (if (string= text "<") 'body 'top)
                 list-face 'font-lock-constant-face))
          ('body
           (cond
            ((string= text ">") (setq state 'top))
            ((string= text "[") (setq state 'list))
            (is-string nil)
            ((member text bpol-connectives)
             (setq face 'font-lock-keyword-face
                   list-face (cond ((string= text "attach") 'font-lock-function-name-face)
                                   ((string= text "alias") 'font-lock-string-face)
                                   (t 'font-lock-constant-face))))
            ((or (member text bpol-attributes) (member text bpol-counted))
             (setq face 'font-lock-type-face))
            ((member text bpol-kinds) (setq face 'font-lock-builtin-face))
            ((or (member text bpol-periods) (string-match-p "\\`[0-9]+\\'" text))
             (setq face 'font-lock-constant-face))))
          ('list
           (cond
            ((string= text "]") (setq state 'body))
            ((string= text ">") (setq state 'top))
            (is-name (setq face list-face)))))
        (when face (push (list (car token) (cdr token) face) found))))
    (nreverse found)))

(defun bpol--statement-start (position)
  "Where the last statement begins whose line is at POSITION or above it."
  (save-excursion
    (goto-char position)
    (end-of-line)
    (let ((case-fold-search nil) found)
      (while (and (not found) (re-search-backward bpol--next nil t))
        (let ((state (save-excursion (syntax-ppss (match-beginning 1)))))
          (unless (or (nth 8 state)
                      (save-excursion (goto-char (match-beginning 2)) (looking-at "in\\_>")))
            (setq found (line-beginning-position)))))
      (or found (point-min)))))

(defun bpol--fontify (limit)
  "Colour the words from point to LIMIT; a function for `font-lock-keywords'."
  (let ((from (bpol--statement-start (point))) (start (point)))
    (dolist (found (bpol--faces from limit))
      (pcase-let ((`(,beginning ,end ,face) found))
        (when (> end start)
          (put-text-property beginning end 'face face))))
    (goto-char limit)
    nil))

(defvar bpol-font-lock-keywords '((bpol--fontify))
  "What colours the words.")

(defun bpol--extend-region ()
  "Begin to colour where a statement does."
  (defvar font-lock-beg)
  (let ((start (bpol--statement-start font-lock-beg)))
    (when (< start font-lock-beg)
      (setq font-lock-beg start))))

(defun bpol-indent-line ()
  "Indent the line by the brackets that are open before it."
  (interactive)
  (let* ((column (save-excursion
                   (back-to-indentation)
                   (let* ((closes (looking-at-p "[]>]"))
                          (open (nth 1 (syntax-ppss (line-beginning-position)))))
                     (if (null open)
                         0
                       (goto-char open)
                       (+ (current-indentation) (if closes 0 bpol-indent-offset))))))
         (offset (- (current-column) (current-indentation))))
    (indent-line-to column)
    (when (> offset 0)
      (move-to-column (+ column offset)))))

(defvar bpol-imenu-generic-expression
  (mapcar (lambda (group)
            (list (car group) (concat "^[ \t]*" (regexp-opt (cdr group)) "[ \t]+\\(" bpol--name "\\)") 1))
          `(("Policies" . ,bpol-policies)
            ("Environments" . ,bpol-environments)
            ("Workloads" . ,bpol-workloads)
            ("Guards" . ,bpol-guards)
            ("Codes" . ,bpol-codes)))
  "The statements that `imenu' lists.")

;;;###autoload
(define-derived-mode bpol-mode prog-mode "bpol"
  "A major mode for the policies of bpol."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "#+[ \t]*")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'bpol-indent-line)
  (setq-local electric-indent-chars (append "]>" electric-indent-chars))
  (setq-local imenu-generic-expression bpol-imenu-generic-expression)
  (setq-local imenu-case-fold-search nil)
  (setq-local font-lock-defaults '(bpol-font-lock-keywords))
  (setq-local font-lock-extend-region-functions
              (cons #'bpol--extend-region font-lock-extend-region-functions)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.bpol\\'" . bpol-mode))

;; The configuration, which the same server serves.

;;;###autoload
(define-derived-mode bpol-config-mode conf-toml-mode "bpol.toml"
  "A major mode for the configuration of a workspace of bpol.")

(put 'bpol-config-mode 'eglot-language-id "toml")

;;;###autoload
(add-to-list 'auto-mode-alist '("/bpol\\.toml\\'" . bpol-config-mode))

;; The language server.

(defun bpol-find-program ()
  "The program: `bpol-program', else `bpol' on the PATH, else cargo's.
An error that says what was tried, if there is none."
  (let ((cargo "~/.cargo/bin/bpol"))
    (cond
     (bpol-program
      (or (executable-find bpol-program)
          (user-error "The program %s was not found: it is the value of `bpol-program'" bpol-program)))
     ((executable-find "bpol"))
     ((file-executable-p (expand-file-name cargo)) (expand-file-name cargo))
     (t (user-error "The program was not found.  Tried: bpol on the PATH, %s.  \
Install it from a copy of its repository with: cargo install --locked --path ." cargo)))))

(defun bpol-eglot-contact (&rest _)
  "How eglot starts the server."
  (list (bpol-find-program) "lsp"))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((bpol-mode bpol-config-mode) . bpol-eglot-contact)))

;;;###autoload
(defun bpol-ensure-server ()
  "Start the server with eglot; where there is no program, say what was tried.
For `bpol-mode-hook'.  Highlighting works without it."
  (condition-case problem
      (progn
        (bpol-find-program)
        (if (fboundp 'eglot-ensure)
            (eglot-ensure)
          (message "bpol: there is no eglot here, so there is highlighting only")))
    (user-error (message "bpol: there is highlighting only.  %s" (error-message-string problem)))))

(defun bpol--workload-at-point ()
  "The workload whose statement point is in: model/llama@production."
  (save-excursion
    (let* ((start (bpol--statement-start (point)))
           (words (mapcar (lambda (token) (buffer-substring-no-properties (car token) (cdr token)))
                          (seq-take (bpol--tokens start (point-max)) 5)))
           (rest (cddr words)))
      (when (member (car words) bpol-workloads)
        (when (and rest (eq (aref (car rest) 0) ?\"))
          (setq rest (cdr rest)))
        (concat (car words) "/" (cadr words)
                (if (and (equal (car rest) "in") (cadr rest))
                    (concat "@" (cadr rest))
                  ""))))))

(defun bpol--ask (command &rest arguments)
  "What the server says to COMMAND with ARGUMENTS."
  (let ((server (and (fboundp 'eglot-current-server) (eglot-current-server))))
    (unless server
      (user-error "The bpol server is not running: M-x eglot starts it"))
    (condition-case problem
        (jsonrpc-request server :workspace/executeCommand
                         (list :command command :arguments (vconcat arguments)))
      (jsonrpc-error
       (user-error "%s" (or (alist-get 'jsonrpc-error-message (cddr problem))
                            (error-message-string problem)))))))

(defun bpol--show (name text)
  "Show TEXT in a buffer called NAME."
  (with-current-buffer (get-buffer-create name)
    (let ((inhibit-read-only t))
      (erase-buffer)
      (insert text)
      (goto-char (point-min))
      (special-mode))
    (display-buffer (current-buffer))))

(defun bpol-why ()
  "Show how the set of the workload at point came about."
  (interactive)
  (let ((workload (or (bpol--workload-at-point) (user-error "There is no workload at point")))
        (uri (concat "file://" (url-hexify-string (or buffer-file-name "") url-path-allowed-chars))))
    ;; What is fenced needs no fence in a buffer of its own.
    (bpol--show "*bpol why*"
                (replace-regexp-in-string
                 "\\`````*text\n\\|^````*\n\\'" ""
                 (bpol--ask "bpol.why" `(:textDocument (:uri ,uri) :workload ,workload))))))

(defun bpol-status ()
  "Show what the server knows, or which program would be started."
  (interactive)
  (bpol--show "*bpol status*"
              (if (and (fboundp 'eglot-current-server) (eglot-current-server))
                  (pp-to-string (bpol--ask "bpol.status"))
                (format "The server is not running.\nThe program is %s\n" (bpol-find-program)))))

(provide 'bpol-mode)
;;; bpol-mode.el ends here
