/* Made from letter.txt by tools/templates. */
#include "letter.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-variable"

extern const struct message message_923960aff7227044;
extern const struct message message_36d33f8aa560a420;

#line 5 "letter.txt"
void template_letter(struct markup_plain *plain, struct text name, int count, struct date until)
{
    struct markup *out = &plain->markup;
    markup_static(out, TEXT("Dear "));
#line 6 "letter.txt"
    MARKUP_VALUE(name)(out, name);
    markup_static(out, TEXT(","));
    markup_gap(plain, 2);
#line 8 "letter.txt"
    if (count) {
        markup_gap(plain, 1);
#line 9 "letter.txt"
        markup_format(out, message_of(&message_923960aff7227044, out->language, (int64_t)(count)), 1, (const struct markup_argument[]){
            MARKUP_ARGUMENT(count)("n", count)});
        markup_gap(plain, 1);
#line 10 "letter.txt"
        markup_format(out, message_in(&message_36d33f8aa560a420, out->language), 1, (const struct markup_argument[]){
            MARKUP_ARGUMENT(until)("day", until)});
        markup_gap(plain, 2);
    } else {
        markup_gap(plain, 1);
        markup_static(out, TEXT("Nothing waits."));
    }
    markup_gap(plain, 1);
#line 15 "letter.txt"
    for (int i = 0; i < count; i++) {
        markup_gap(plain, 1);
        markup_static(out, TEXT("- "));
#line 16 "letter.txt"
        MARKUP_NUMBER(i)(out, i);
        markup_static(out, TEXT(": "));
#line 16 "letter.txt"
        template_letter_line(plain, "x");
    }
    markup_gap(plain, 2);
    markup_static(out, TEXT("The end."));
    markup_gap(plain, 2);
    markup_static(out, TEXT("Really."));
}

#line 25 "letter.txt"
void template_letter_line(struct markup_plain *plain, const char *what)
{
    struct markup *out = &plain->markup;
#line 25 "letter.txt"
    MARKUP_VALUE(what)(out, what);
}
