static const char *const words[] = {MESSAGE("None"), MESSAGE("Empty"), MESSAGE("Fuzzy"),
                                    MESSAGE("Old")};
void write(void)
{
    say(MESSAGE_PLURAL("{n} gift", "{n} gifts"), MESSAGE_PLURAL("{n} trip", "{n} trips"));
    say(MESSAGE_PLURAL("{n} oath", "{n} oaths"), MESSAGE_PLURAL("{n} oath", "{n} other oaths"));
    say(MESSAGE(words[0]), MESSAGE(""), MESSAGE("a\x62"), MESSAGE_PLURAL("one"));
    say(MESSAGE_PLURAL("{n} mouse", "{n} mice"));
}
