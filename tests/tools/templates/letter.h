/* Made from letter.txt by tools/templates. */
#ifndef TEMPLATE_LETTER_H
#define TEMPLATE_LETTER_H

#include "web/markup.h"
#include "base/date.h"

void template_letter(struct markup_plain *plain, struct text name, int count, struct date until);
void template_letter_line(struct markup_plain *plain, const char *what);

#endif
