// What the grammar alone cannot say: which digits make a number, and where a word opens the next statement although
// something is missing on the line above it.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <string.h>

// In the order of the grammar's `externals`; the words that open a statement follow, in the order of OPENERS.
enum Token { IN_LIST, WORD, REPAIRING, ANYWHERE, LOST, END, NUMBER, FIRST_OPENER };

// No number is larger: every reader of JSON keeps this one as it is.
static const uint64_t MOST = 9007199254740991;

// No keyword is longer.
#define LONGEST 11

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const OPENERS[] = {
    "policy", "environment", "model",    "function", "agent", "sandbox", "job",
    "guard",  "group",       "continent", "country",  "location", "cpu", "gpu",
};

// While an error is repaired, the parser tries to go on with what was open before it, and with what opens now, and takes
// what costs least. A statement that has opened is never a part of another one, so that the first way gets nothing more
// to go on with.
typedef struct {
  bool has_passed_opener;
} Scanner;

void *tree_sitter_bpol_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }
void tree_sitter_bpol_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_bpol_external_scanner_serialize(void *payload, char *buffer) {
  buffer[0] = ((Scanner *)payload)->has_passed_opener;
  return 1;
}

void tree_sitter_bpol_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  ((Scanner *)payload)->has_passed_opener = length > 0 && buffer[0];
}

static bool is_digit(int32_t it) { return it >= '0' && it <= '9'; }

static bool starts_word(int32_t it) {
  return (it >= 'a' && it <= 'z') || (it >= 'A' && it <= 'Z') || is_digit(it) || it == '_';
}

static bool is_in_word(int32_t it) { return starts_word(it) || it == '-' || it == '.'; }

static bool is_blank(int32_t it) { return it == ' ' || it == '\t'; }

// Whether a word ends before this character; 0 is the end of the text.
static bool ends_word(int32_t it) {
  return it == 0 || is_blank(it) || it == '\n' || it == '\r' || it == ',' || it == '[' || it == ']' || it == '<' ||
         it == '>' || it == '"' || it == '#';
}

// Takes a word, and writes it if it is as short as a keyword; else nothing.
static void take_word(TSLexer *lexer, char word[LONGEST + 1]) {
  unsigned length = 0;
  while (is_in_word(lexer->lookahead)) {
    if (length < LONGEST) word[length] = (char)lexer->lookahead;
    length++;
    lexer->advance(lexer, false);
  }
  word[length <= LONGEST ? length : 0] = 0;
}

// The index of a word among those that open a statement, or that behind the last one.
static unsigned index_of(const char *word) {
  unsigned index = 0;
  while (index < COUNT(OPENERS) && strcmp(word, OPENERS[index]) != 0) index++;
  return index;
}

static void skip_blanks(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, false);
}

static void skip_space(TSLexer *lexer) {
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\n' || lexer->lookahead == '\r') {
    lexer->advance(lexer, false);
  }
}

static bool scan_number(TSLexer *lexer) {
  uint64_t number = 0;
  while (is_digit(lexer->lookahead)) {
    if (number <= MOST) number = number * 10 + (uint64_t)(lexer->lookahead - '0');
    lexer->advance(lexer, false);
  }
  if (!ends_word(lexer->lookahead) || number == 0 || number > MOST) return false;
  lexer->mark_end(lexer);
  lexer->result_symbol = NUMBER;
  return true;
}

// Whether `in [` follows: then the word before it is an attribute.
static bool opens_rule(TSLexer *lexer) {
  char word[LONGEST + 1];
  take_word(lexer, word);
  if (strcmp(word, "in") != 0) return false;
  skip_space(lexer);
  return lexer->lookahead == '[';
}

// Whether what follows a word that opens its line makes a statement of it. Where no error is known yet, only if nothing
// else could be meant.
static bool opens_statement(TSLexer *lexer, const bool *valid) {
  if (!is_blank(lexer->lookahead)) return false;
  skip_blanks(lexer);
  int32_t next = lexer->lookahead;
  if (valid[REPAIRING]) {
    if (next == 0 || next == ',' || next == ']' || next == '>' || next == '#' || next == '\n' || next == '\r') {
      return false;
    }
    return !opens_rule(lexer);
  }
  bool is_name = valid[WORD] && !valid[IN_LIST];
  // The word may be the name of a statement, and this its label.
  if (!starts_word(next)) return next == '"' && !is_name;
  char word[LONGEST + 1];
  take_word(lexer, word);
  return strcmp(word, "in") != 0 && !(is_name && index_of(word) < COUNT(OPENERS));
}

static bool scan_opener(TSLexer *lexer, bool opens_line, const bool *valid) {
  char word[LONGEST + 1];
  // Where something is open, a statement that opens ends it first, in front of the space before that.
  bool is_open = !valid[REPAIRING] && (valid[END] || valid[IN_LIST]);
  take_word(lexer, word);
  if (!is_open) lexer->mark_end(lexer);
  unsigned index = index_of(word);
  if (index == COUNT(OPENERS) || !ends_word(lexer->lookahead)) return false;
  bool is_expected = valid[FIRST_OPENER + index] && !valid[REPAIRING];
  if (!is_expected && !(opens_line && opens_statement(lexer, valid))) return false;
  lexer->result_symbol = is_open ? END : (TSSymbol)(FIRST_OPENER + index);
  return true;
}

// A word, a string or a character that is passed.
static bool scan_lost(TSLexer *lexer) {
  char word[LONGEST + 1];
  int32_t first = lexer->lookahead;
  if (first == '#' || lexer->eof(lexer)) return false;
  if (starts_word(first)) {
    take_word(lexer, word);
  } else {
    lexer->advance(lexer, false);
    while (first == '"' && lexer->lookahead != '\n' && !lexer->eof(lexer)) {
      bool ends = lexer->lookahead == '"';
      lexer->advance(lexer, false);
      if (ends) break;
    }
  }
  lexer->mark_end(lexer);
  lexer->result_symbol = LOST;
  return true;
}

bool tree_sitter_bpol_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Scanner *scanner = payload;
  bool is_lost = valid[REPAIRING] && scanner->has_passed_opener;
  scanner->has_passed_opener = is_lost;
  bool opens_line = false;
  lexer->mark_end(lexer);
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\n' || lexer->lookahead == '\r') {
    opens_line |= lexer->lookahead == '\n';
    lexer->advance(lexer, true);
  }
  if (valid[NUMBER] && !valid[REPAIRING] && is_digit(lexer->lookahead)) return scan_number(lexer);
  if (is_lost && !(opens_line && starts_word(lexer->lookahead))) return scan_lost(lexer);
  if (!starts_word(lexer->lookahead)) return false;
  bool is_found = scan_opener(lexer, opens_line, valid);
  if (!is_found && is_lost) {
    // The word has been taken already, with some of what follows it.
    lexer->result_symbol = LOST;
    return true;
  }
  scanner->has_passed_opener = is_found && valid[REPAIRING];
  return is_found;
}
