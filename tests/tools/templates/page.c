/* Made from page.html by tools/templates. */
#include "page.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

extern const struct message message_5ed614137729b767;
extern const struct message message_74cf1c19e64a756f;
extern const struct message message_7f924ca0a744bd25;
extern const struct message message_27ff8f3b28da8e55;

#line 4 "page.html"
void template_page_frame_begin(struct markup *out, struct text title, int64_t count)
{
    markup_static(out, TEXT("<!doctype html>\n"
        "<html lang=\""));
#line 6 "page.html"
    markup_language(out);
    markup_static(out, TEXT("\">\n"
        "<head>\n"
        "<meta charset=\"utf-8\">\n"
        "<title>"));
#line 9 "page.html"
    MARKUP_VALUE(title)(out, title);
    markup_static(out, TEXT(" - Waarborg</title>\n"
        "<link rel=\"stylesheet\" href=\"/assets/site.css\">\n"
        "<link rel=\"canonical\" href=\""));
#line 11 "page.html"
    MARKUP_URL(title)(out, title);
    markup_static(out, TEXT("\">\n"
        "</head>\n"
        "<body>\n"
        "<main>\n"));
}

#line 4 "page.html"
void template_page_frame_end(struct markup *out, struct text title, int64_t count)
{
    markup_static(out, TEXT("\n"
        "</main>\n"
        "<footer>"));
#line 17 "page.html"
    markup_format(out, message_of(&message_5ed614137729b767, out->language, (int64_t)(count)), 1, (const struct markup_argument[]){
        MARKUP_ARGUMENT(count)("n", count)});
    markup_static(out, TEXT("</footer>\n"
        "</body>\n"
        "</html>"));
}

#line 22 "page.html"
void template_page_row(struct markup *out, struct text name, struct date since, struct money value, bool late)
{
    markup_static(out, TEXT("<tr"));
#line 23 "page.html"
    if (late) {
        markup_static(out, TEXT(" class=\"late\""));
    }
    markup_static(out, TEXT(">\n"
        "<td data-label=\""));
#line 24 "page.html"
    markup_message(out, &message_74cf1c19e64a756f);
    markup_static(out, TEXT("\"><a href=\""));
#line 24 "page.html"
    markup_prefix(out);
    markup_static(out, TEXT("/registers/people?q="));
#line 24 "page.html"
    MARKUP_PART(name)(out, name);
    markup_static(out, TEXT("\">"));
#line 24 "page.html"
    MARKUP_VALUE(name)(out, name);
    markup_static(out, TEXT("</a></td>\n"
        "<td><time datetime=\""));
#line 25 "page.html"
    markup_iso(out, since);
    markup_static(out, TEXT("\">"));
#line 25 "page.html"
    MARKUP_VALUE(since)(out, since);
    markup_static(out, TEXT("</time></td>\n"
        "<td>"));
#line 26 "page.html"
    markup_money(out, value);
    markup_static(out, TEXT("</td>\n"
        "</tr>"));
}

#line 30 "page.html"
void template_page_link(struct markup *out, struct text path, struct text words)
{
    markup_static(out, TEXT("<a href=\""));
#line 31 "page.html"
    MARKUP_PATH(path)(out, path);
    markup_static(out, TEXT("\">"));
#line 31 "page.html"
    MARKUP_VALUE(words)(out, words);
    markup_static(out, TEXT("</a>"));
}

#line 34 "page.html"
void template_page_list(struct markup *out, struct text title, const struct text *names, size_t count)
{
#line 35 "page.html"
    template_page_frame_begin(out, title, (int64_t)count);
    {
        markup_static(out, TEXT("<h1>"));
#line 36 "page.html"
        MARKUP_VALUE(title)(out, title);
        markup_static(out, TEXT("</h1>\n"));
#line 37 "page.html"
        if (count) {
            markup_static(out, TEXT("<table>\n"));
#line 39 "page.html"
            for (size_t i = 0; i < count; i++) {
#line 40 "page.html"
                struct text name = names[i];
#line 41 "page.html"
                template_page_row(out, name, (struct date){2026, 3, 12}, (struct money){0}, i == 1);
                markup_static(out, TEXT("\n"));
            }
            markup_static(out, TEXT("</table>\n"
        "<p>"));
#line 44 "page.html"
            markup_format(out, message_in(&message_7f924ca0a744bd25, out->language), 3, (const struct markup_argument[]){
                MARKUP_ARGUMENT(count)("shown", count),
                MARKUP_ARGUMENT(12500)("total", 12500),
                MARKUP_ARGUMENT(title)("who", title)});
            markup_static(out, TEXT("</p>\n"));
#line 45 "page.html"
        } else if (title.size) {
            markup_static(out, TEXT("<p>Nothing</p>\n"));
        } else {
            markup_static(out, TEXT("<p>"));
#line 48 "page.html"
            {
                struct text message_rest = message_in(&message_27ff8f3b28da8e55, out->language);
                struct text message_before;
                struct text message_name;
                while (language_placeholder(&message_rest, &message_before, &message_name)) {
                    markup_text(out, message_before);
                    if (text_is(message_name, "page"))
                        template_page_link(out, title, title);
                    if (text_is(message_name, "year"))
                        MARKUP_DIGITS(2026)(out, 2026);
                }
                markup_text(out, message_before);
            }
            markup_static(out, TEXT("</p>\n"));
#line 49 "page.html"
            bool first = true;
            markup_static(out, TEXT("<p"));
#line 50 "page.html"
            for (int i = 0; i < 2; i++) {
#line 50 "page.html"
                if (first) {
                    markup_static(out, TEXT(" hidden"));
                }
            }
            markup_static(out, TEXT(">Nothing at all &amp; more</p>\n"
        "<p class=\""));
#line 51 "page.html"
            if (first) {
                markup_static(out, TEXT("a"));
            } else {
                markup_static(out, TEXT("b"));
            }
            markup_static(out, TEXT(" c\"><a href=\""));
#line 51 "page.html"
            if (first) {
                markup_static(out, TEXT("/a"));
            } else {
                markup_static(out, TEXT("/b"));
            }
            markup_static(out, TEXT("?q="));
#line 51 "page.html"
            MARKUP_PART(title)(out, title);
            markup_static(out, TEXT("\"><br></a></p>\n"
        "<a href=\""));
#line 52 "page.html"
            MARKUP_PATH("/registers")(out, "/registers");
            markup_static(out, TEXT("?page="));
#line 52 "page.html"
            MARKUP_DIGITS(3)(out, 3);
            markup_static(out, TEXT("\">"));
#line 52 "page.html"
            MARKUP_VALUE("{{")(out, "{{");
            markup_static(out, TEXT("</a>\n"
        "<pre>\n"
        "  two  spaces "));
#line 54 "page.html"
            MARKUP_VALUE(title)(out, title);
            markup_static(out, TEXT("\n"
        "</pre>\n"));
        }
        markup_static(out, TEXT("<textarea name=\"a\" rows=\""));
#line 57 "page.html"
        MARKUP_PLAIN(count)(out, count);
        markup_static(out, TEXT("\">\n"));
#line 57 "page.html"
        MARKUP_VALUE(title)(out, title);
        markup_static(out, TEXT("</textarea>\n"
        "<svg viewBox=\"0 0 "));
#line 58 "page.html"
        MARKUP_PLAIN(count)(out, count);
        markup_static(out, TEXT(" 2\"><path d=\"M0 "));
#line 58 "page.html"
        MARKUP_DIGITS(12500)(out, 12500);
        markup_static(out, TEXT("\" fill=\""));
#line 58 "page.html"
        MARKUP_DIGITS(count)(out, count);
        markup_static(out, TEXT("\"/></svg>\n"));
    }
    template_page_frame_end(out, title, (int64_t)count);
}
