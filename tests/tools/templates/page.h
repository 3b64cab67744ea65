/* Made from page.html by tools/templates. */
#ifndef TEMPLATE_PAGE_H
#define TEMPLATE_PAGE_H

#include "web/markup.h"
#include "base/identifier.h"

void template_page_frame_begin(struct markup *out, struct text title, int64_t count);
void template_page_frame_end(struct markup *out, struct text title, int64_t count);
void template_page_row(struct markup *out, struct text name, struct date since, struct money value, bool late);
void template_page_link(struct markup *out, struct text path, struct text words);
void template_page_list(struct markup *out, struct text title, const struct text *names, size_t count);

#endif
