;;; bpol-mode-test.el --- Tests of bpol-mode -*- lexical-binding: t; -*-

;;; Commentary:

;; emacs -Q --batch -L editors/emacs -l editors/emacs/test/bpol-mode-test.el -f ert-run-tests-batch-and-exit

;;; Code:

(require 'ert)
(require 'cl-lib)
(require 'imenu)
(require 'jsonrpc)
(require 'bpol-mode)

(defun bpol-test-faces (text)
  "The words of TEXT that have a face, each with the last part of its name."
  (with-temp-buffer
    (insert text)
    (bpol-mode)
    (font-lock-ensure)
    (let (found)
      (goto-char (point-min))
      (while (re-search-forward "[^ \n\t]+" nil t)
        (let ((face (get-text-property (match-beginning 0) 'face)))
          (push (list (match-string-no-properties 0)
                      (and face (intern (replace-regexp-in-string
                                         "\\`font-lock-\\|-face\\'\\|-name\\|-delimiter" ""
                                         (symbol-name (if (consp face) (car face) face))))))
                found)))
      (nreverse found))))

(ert-deftest bpol-test-the-configuration-has-its-mode ()
  (let ((folder (make-temp-file "bpol" t)))
    (unwind-protect
        (dolist (each '(("bpol.toml" . bpol-config-mode) ("a.bpol" . bpol-mode)))
          (with-current-buffer (find-file-noselect (expand-file-name (car each) folder))
            (should (eq major-mode (cdr each)))
            (kill-buffer)))
      (delete-directory folder t))))

(ert-deftest bpol-test-words-that-read-like-keywords ()
  (should (equal (bpol-test-faces "policy policy \"in\" < country in [ in , \"or\" ] except gpu in [ x ] target models > # in")
                 '(("policy" keyword) ("policy" function) ("\"in\"" string) ("<" nil) ("country" type)
                   ("in" keyword) ("[" nil) ("in" constant) ("," nil) ("\"or\"" constant) ("]" nil)
                   ("except" keyword) ("gpu" type) ("in" keyword) ("[" nil) ("x" constant) ("]" nil)
                   ("target" keyword) ("models" builtin) (">" nil) ("#" comment) ("in" comment))))
  (should (equal (bpol-test-faces "model in in model < attach [ policy ] >\ncountry in \"India\" in as")
                 '(("model" keyword) ("in" type) ("in" keyword) ("model" variable) ("<" nil) ("attach" keyword)
                   ("[" nil) ("policy" function) ("]" nil) (">" nil) ("country" keyword) ("in" constant)
                   ("\"India\"" string) ("in" keyword) ("as" constant)))))

(ert-deftest bpol-test-half-written-text ()
  (dolist (half '("policy" "policy p <" "policy p < country in [" "model m in" "policy p < country in [ a,"))
    (should (equal (last (bpol-test-faces (concat half "\nmodel x in y\ncountry de \"Germany\"")) 7)
                   '(("model" keyword) ("x" type) ("in" keyword) ("y" variable)
                     ("country" keyword) ("de" constant) ("\"Germany\"" string))))))

(ert-deftest bpol-test-limits ()
  (should (equal (bpol-test-faces "policy p < tokens input 10 or total 20 per 2 hours ratio 3 >")
                 '(("policy" keyword) ("p" function) ("<" nil) ("tokens" keyword) ("input" type) ("10" constant)
                   ("or" keyword) ("total" type) ("20" constant) ("per" keyword) ("2" constant) ("hours" constant)
                   ("ratio" keyword) ("3" constant) (">" nil)))))

(ert-deftest bpol-test-indentation ()
  (with-temp-buffer
    (insert "policy p <\ncountry in [ # [\nfr\n]\n>\n  model m")
    (bpol-mode)
    (indent-region (point-min) (point-max))
    (should (equal (buffer-string) "policy p <\n  country in [ # [\n    fr\n  ]\n>\nmodel m"))))

(ert-deftest bpol-test-comments ()
  (with-temp-buffer
    (insert "model m\n")
    (bpol-mode)
    (comment-region (point-min) (point-max))
    (should (equal (buffer-string) "# model m\n"))))

(ert-deftest bpol-test-statements-are-listed ()
  (with-temp-buffer
    (insert "policy p < country in [fr] >\nmodel \"a b\" in e\nguard g in e < within country in [fr] >\n")
    (bpol-mode)
    (let ((found (mapcar (lambda (group) (cons (car group) (and (listp (cdr group)) (mapcar #'car (cdr group)))))
                         (imenu--make-index-alist t))))
      (should (equal (cdr (assoc "Policies" found)) '("p")))
      (should (equal (cdr (assoc "Workloads" found)) '("\"a b\"")))
      (should (equal (cdr (assoc "Guards" found)) '("g"))))))

(ert-deftest bpol-test-workload-at-point ()
  (with-temp-buffer
    (insert "model a in production\npolicy p < country in [fr] >\nagent \"b\" \"Label\"\n  in # why\n  \"x y\" <\n    attach [\n      model,\n      job\n    ]\n  >\nmodel m\n")
    (bpol-mode)
    (let (found)
      (goto-char (point-min))
      (while (not (eobp))
        (push (bpol--workload-at-point) found)
        (forward-line))
      (should (equal (nreverse found)
                     (append '("model/a@production" nil) (make-list 8 "agent/\"b\"@\"x y\"") '("model/m")))))))

(ert-deftest bpol-test-the-program-that-is-set ()
  (let ((bpol-program "/nowhere/bpol"))
    (should-error (bpol-find-program) :type 'user-error))
  (let ((bpol-program invocation-name)
        (exec-path (list invocation-directory)))
    (should (equal (bpol-eglot-contact) (list (expand-file-name invocation-name invocation-directory) "lsp")))))

(ert-deftest bpol-test-what-the-server-refuses ()
  (cl-letf (((symbol-function 'eglot-current-server) (lambda () t))
            ((symbol-function 'jsonrpc-request)
             (lambda (&rest _)
               (signal 'jsonrpc-error '("request failed" (jsonrpc-error-code . -32803)
                                        (jsonrpc-error-message . "no workload is called `model/a`"))))))
    (should (equal (should-error (bpol--ask "bpol.why") :type 'user-error)
                   '(user-error "no workload is called `model/a`")))))

(provide 'bpol-mode-test)
;;; bpol-mode-test.el ends here
