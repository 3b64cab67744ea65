/* Not MESSAGE("in a comment"), nor "MESSAGE(\"in a string\")". */
// MESSAGE("in another")
static const char *const words[] = {MESSAGE("Gifts"), MESSAGE("Two "
                                                              "lines"), /* MESSAGE */
                                    MESSAGE("A \"quoted\" word\nand \\ one")};
#define NAME MESSAGE("Of a macro") /* don't */
void write(void) { say('"', MESSAGE_PLURAL("{n} gift", "{n} gifts"), MY_MESSAGE("no"), MESSAGES("no")); }
