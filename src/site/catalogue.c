/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* /catalogus.ttl: what open data there is, by DCAT-AP-NL 3.0, for data.overheid.nl and others that
 * gather catalogues. It names the body by its first host name, wherever it is asked for. */

#include "site/contact.h"
#include "site/opendata.h"
#include "site/turtle.h"

#define PUBLICATIONS "http://publications.europa.eu/resource/authority/"
#define MEDIA        "https://www.iana.org/assignments/media-types/"

/* What is referred to, said again with its type: shapes look no further than this document. */
static const struct {
    const char *address;
    const char *types;
    const char *dutch; /* its label; may be NULL */
    const char *english;
} known[] = {
    {SITE_LICENCE, "dct:LicenseDocument", NULL, NULL},
    {PUBLICATIONS "access-right/PUBLIC", "dct:RightsStatement", NULL, NULL},
    {PUBLICATIONS "data-theme/GOVE", "skos:Concept", "Overheid en publieke sector",
     "Government and public sector"},
    {PUBLICATIONS "language/NLD", "dct:LinguisticSystem", NULL, NULL},
    {PUBLICATIONS "language/ENG", "dct:LinguisticSystem", NULL, NULL},
    {PUBLICATIONS "file-type/CSV", "dct:MediaTypeOrExtent", NULL, NULL},
    {PUBLICATIONS "file-type/JSON", "dct:MediaTypeOrExtent", NULL, NULL},
    {MEDIA "text/csv", "dct:MediaType", NULL, NULL},
    {MEDIA "application/json", "dct:MediaType", NULL, NULL},
};

/* How a dataset can be had. */
struct form {
    const char *id;
    const char *extension; /* NULL: through the API */
    const char *file_type;
    const char *media_type;
    const char *dutch; /* its title */
    const char *english;
};

static const struct form forms[] = {
    {"csv", ".csv", PUBLICATIONS "file-type/CSV", MEDIA "text/csv", "CSV, voor een rekenblad",
     "CSV, for a spreadsheet"},
    {"json", ".json", PUBLICATIONS "file-type/JSON", MEDIA "application/json", "JSON", "JSON"},
    {"api", NULL, PUBLICATIONS "file-type/JSON", MEDIA "application/json", "API", "API"},
};
enum { FORMS = sizeof forms / sizeof *forms };

struct catalogue {
    struct site_page *page;
    struct turtle turtle;
    struct text home;
    struct text self; /* HOME/catalogus.ttl */
    struct text publisher;
    struct text newest; /* the last change of all */
};

static struct text part_of(const struct catalogue *catalogue, const char *kind, struct text name,
                           const char *form)
{
    return text_format(catalogue->page->arena, "%.*s#%s%s%.*s%s%s", TEXT_FORMAT(catalogue->self),
                       kind, name.size ? "-" : "", TEXT_FORMAT(name), form ? "-" : "",
                       form ? form : "");
}

/* What a catalogue, a dataset and a service all say. */
static void add_common(struct catalogue *catalogue, struct text identifier, struct text modified)
{
    struct turtle *turtle = &catalogue->turtle;
    turtle_text(turtle, "dct:identifier", identifier);
    turtle_address(turtle, "dct:publisher", catalogue->publisher);
    turtle_address(turtle, "dct:creator", catalogue->publisher);
    turtle_address(turtle, "dcat:contactPoint", part_of(catalogue, "contact", TEXT(""), NULL));
    turtle_address(turtle, "dct:language", TEXT(PUBLICATIONS "language/NLD"));
    turtle_address(turtle, "dct:language", TEXT(PUBLICATIONS "language/ENG"));
    if (modified.size)
        turtle_moment(turtle, "dct:modified", modified);
}

static void add_subject(struct catalogue *catalogue)
{
    turtle_address(&catalogue->turtle, "dct:accessRights",
                   TEXT(PUBLICATIONS "access-right/PUBLIC"));
    turtle_address(&catalogue->turtle, "dcat:theme", TEXT(PUBLICATIONS "data-theme/GOVE"));
}

/* Something on the web, of which no more is said. */
static void add_resource(struct catalogue *catalogue, struct text address)
{
    turtle_subject(&catalogue->turtle, address, "rdfs:Resource");
    turtle_end(&catalogue->turtle);
}

static struct text api_address(const struct catalogue *catalogue, struct text name)
{
    return text_format(catalogue->page->arena, "%.*s/api/v1%s%.*s", TEXT_FORMAT(catalogue->home),
                       name.size ? "/" : "", TEXT_FORMAT(name));
}

static struct text form_address(const struct catalogue *catalogue,
                                const struct register_definition *definition,
                                const struct form *form)
{
    if (!form->extension)
        return api_address(catalogue, site_resource_name(definition));
    return text_format(catalogue->page->arena, "%.*s/registers/%.*s%s%s",
                       TEXT_FORMAT(catalogue->home), TEXT_FORMAT(definition->path), form->extension,
                       site_lasts(definition) ? "?show=all" : "");
}

static void write_distribution(struct catalogue *catalogue,
                               const struct register_definition *definition,
                               const struct form *form, struct text modified)
{
    struct turtle *turtle = &catalogue->turtle;
    struct text name = site_resource_name(definition);
    struct text address = form_address(catalogue, definition, form);
    turtle_subject(turtle, part_of(catalogue, "distributie", name, form->id), "dcat:Distribution");
    turtle_label(turtle, "dct:title", (struct label){text_of(form->dutch), text_of(form->english)});
    turtle_address(turtle, "dcat:accessURL", address);
    if (form->extension)
        turtle_address(turtle, "dcat:downloadURL", address);
    else
        turtle_address(turtle, "dcat:accessService", part_of(catalogue, "api", TEXT(""), NULL));
    turtle_address(turtle, "dct:license", TEXT(SITE_LICENCE));
    turtle_address(turtle, "dct:format", text_of(form->file_type));
    turtle_address(turtle, "dcat:mediaType", text_of(form->media_type));
    turtle_address(turtle, "dct:language", TEXT(PUBLICATIONS "language/NLD"));
    if (modified.size)
        turtle_moment(turtle, "dct:modified", modified);
    turtle_end(turtle);
    add_resource(catalogue, address);
}

/* The moment of a register's newest change that everybody may see; empty when there is none. */
static struct error *newest_of(struct site_page *page, const struct register_definition *definition,
                               struct text *moment)
{
    struct register_page list;
    struct register_query query = {
        .projection = register_projection_of(page->body, definition),
        .current = TRUTH_UNKNOWN,
        .order = REGISTER_ORDER_CHANGED,
        .descending = true,
        .limit = 1,
    };
    TRY(register_page_read(page->session, page->arena, page->body, &query, &list));
    *moment = list.count ? list.rows[0].changed : TEXT("");
    return NULL;
}

static bool has_form(const struct register_definition *definition, const struct form *form)
{
    return !form->extension || site_is_public(definition);
}

static struct error *write_dataset(struct catalogue *catalogue,
                                   const struct register_definition *definition)
{
    struct turtle *turtle = &catalogue->turtle;
    struct text name = site_resource_name(definition);
    struct text modified;
    TRY(newest_of(catalogue->page, definition, &modified));
    if (text_compare(modified, catalogue->newest) > 0)
        catalogue->newest = modified;
    turtle_subject(turtle, part_of(catalogue, "dataset", name, NULL), "dcat:Dataset");
    turtle_label(turtle, "dct:title", definition->title);
    turtle_label(turtle, "dct:description", definition->lead);
    add_common(catalogue, part_of(catalogue, "dataset", name, NULL), modified);
    add_subject(catalogue);
    turtle_label(turtle, "dcat:keyword", definition->one);
    if (site_is_public(definition))
        turtle_address(turtle, "dcat:landingPage",
                       text_format(catalogue->page->arena, "%.*s/registers/%.*s",
                                   TEXT_FORMAT(catalogue->home), TEXT_FORMAT(definition->path)));
    for (size_t i = 0; i < FORMS; i++)
        if (has_form(definition, &forms[i]))
            turtle_address(turtle, "dcat:distribution",
                           part_of(catalogue, "distributie", name, forms[i].id));
    turtle_end(turtle);
    if (site_is_public(definition)) {
        turtle_subject(turtle,
                       text_format(catalogue->page->arena, "%.*s/registers/%.*s",
                                   TEXT_FORMAT(catalogue->home), TEXT_FORMAT(definition->path)),
                       "foaf:Document");
        turtle_end(turtle);
    }
    for (size_t i = 0; i < FORMS; i++)
        if (has_form(definition, &forms[i]))
            write_distribution(catalogue, definition, &forms[i], modified);
    return NULL;
}

static void write_service(struct catalogue *catalogue)
{
    const struct register_definitions *definitions = catalogue->page->body->definitions;
    struct turtle *turtle = &catalogue->turtle;
    struct label name = catalogue->page->body->organisation->name;
    struct arena *arena = catalogue->page->arena;
    turtle_subject(turtle, part_of(catalogue, "api", TEXT(""), NULL), "dcat:DataService");
    turtle_label(
        turtle, "dct:title",
        (struct label){
            text_format(arena, "API van de registers van %.*s", TEXT_FORMAT(name.dutch)),
            text_format(arena, "API of the registers of %.*s", TEXT_FORMAT(name.english))});
    turtle_label(turtle, "dct:description",
                 (struct label){TEXT("De openbare registers, voor programma's."),
                                TEXT("The public registers, for programs.")});
    add_common(catalogue, part_of(catalogue, "api", TEXT(""), NULL), catalogue->newest);
    add_subject(catalogue);
    turtle_address(turtle, "dct:license", TEXT(SITE_LICENCE));
    turtle_address(turtle, "dcat:endpointURL", api_address(catalogue, TEXT("")));
    turtle_address(turtle, "dcat:endpointDescription",
                   api_address(catalogue, TEXT("openapi.json")));
    for (size_t i = 0; i < definitions->count; i++)
        if (site_resource_name(&definitions->items[i]).size)
            turtle_address(
                turtle, "dcat:servesDataset",
                part_of(catalogue, "dataset", site_resource_name(&definitions->items[i]), NULL));
    turtle_end(turtle);
    add_resource(catalogue, api_address(catalogue, TEXT("")));
    add_resource(catalogue, api_address(catalogue, TEXT("openapi.json")));
}

static void write_catalogue(struct catalogue *catalogue)
{
    const struct register_definitions *definitions = catalogue->page->body->definitions;
    struct turtle *turtle = &catalogue->turtle;
    struct label name = catalogue->page->body->organisation->name;
    struct arena *arena = catalogue->page->arena;
    struct text homepage = text_format(arena, "%.*s/", TEXT_FORMAT(catalogue->home));
    turtle_subject(turtle, part_of(catalogue, "catalogus", TEXT(""), NULL), "dcat:Catalog");
    turtle_label(
        turtle, "dct:title",
        (struct label){text_format(arena, "Registers van %.*s", TEXT_FORMAT(name.dutch)),
                       text_format(arena, "Registers of %.*s", TEXT_FORMAT(name.english))});
    turtle_label(turtle, "dct:description",
                 (struct label){TEXT("De openbare registers als open data."),
                                TEXT("The public registers as open data.")});
    add_common(catalogue, part_of(catalogue, "catalogus", TEXT(""), NULL), catalogue->newest);
    turtle_address(turtle, "dct:license", TEXT(SITE_LICENCE));
    turtle_address(turtle, "foaf:homepage", homepage);
    turtle_address(turtle, "dcat:service", part_of(catalogue, "api", TEXT(""), NULL));
    for (size_t i = 0; i < definitions->count; i++)
        if (site_resource_name(&definitions->items[i]).size)
            turtle_address(
                turtle, "dcat:dataset",
                part_of(catalogue, "dataset", site_resource_name(&definitions->items[i]), NULL));
    turtle_end(turtle);
    turtle_subject(turtle, homepage, "foaf:Document");
    turtle_end(turtle);
}

static void write_publisher(struct catalogue *catalogue)
{
    const struct site_page *page = catalogue->page;
    struct turtle *turtle = &catalogue->turtle;
    struct site_contact contact;
    site_contact_of(page->arena, page->body, LANGUAGE_DUTCH, &contact);
    turtle_subject(turtle, catalogue->publisher, "foaf:Agent");
    turtle_label(turtle, "foaf:name", page->body->organisation->name);
    turtle_end(turtle);
    turtle_subject(turtle, part_of(catalogue, "contact", TEXT(""), NULL),
                   "vcard:Kind, vcard:Organization");
    turtle_text(turtle, "vcard:fn",
                contact.name.size ? contact.name : page->body->organisation->name.dutch);
    if (contact.mailto.size)
        turtle_address(turtle, "vcard:hasEmail", contact.mailto);
    if (contact.website.size)
        turtle_address(turtle, "vcard:hasURL", contact.website);
    turtle_end(turtle);
}

static void write_known(struct catalogue *catalogue)
{
    struct turtle *turtle = &catalogue->turtle;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        turtle_subject(turtle, text_of(known[i].address), known[i].types);
        if (known[i].dutch)
            turtle_label(turtle, "skos:prefLabel",
                         (struct label){text_of(known[i].dutch), text_of(known[i].english)});
        turtle_end(turtle);
    }
}

static struct error *make(struct site_page *page, void *context)
{
    static const char *const prefixes[][2] = {
        {"dcat", "http://www.w3.org/ns/dcat#"},
        {"dct", "http://purl.org/dc/terms/"},
        {"foaf", "http://xmlns.com/foaf/0.1/"},
        {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
        {"skos", "http://www.w3.org/2004/02/skos/core#"},
        {"vcard", "http://www.w3.org/2006/vcard/ns#"},
        {"xsd", "http://www.w3.org/2001/XMLSchema#"},
    };
    struct catalogue *catalogue = context;
    const struct register_definitions *definitions = page->body->definitions;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        turtle_prefix(&catalogue->turtle, prefixes[i][0], prefixes[i][1]);
    for (size_t i = 0; i < definitions->count; i++)
        if (site_resource_name(&definitions->items[i]).size)
            TRY(write_dataset(catalogue, &definitions->items[i]));
    write_service(catalogue);
    write_catalogue(catalogue);
    write_publisher(catalogue);
    write_known(catalogue);
    return NULL;
}

struct error *site_give_catalogue(struct web_request *request, struct web_response *response)
{
    struct site_page page;
    struct catalogue catalogue = {.page = &page, .turtle = {&response->content}};
    site_page_start(&page, request, response);
    if (site_refuse_parameters(&page))
        return NULL;
    const struct register_organisation *organisation = page.body->organisation;
    response->type = TEXT("text/turtle; charset=utf-8");
    catalogue.home = site_home(&page);
    catalogue.self = text_format(page.arena, "%.*s/catalogus.ttl", TEXT_FORMAT(catalogue.home));
    catalogue.publisher = organisation->identifier.size
                              ? organisation->identifier
                              : part_of(&catalogue, "uitgever", TEXT(""), NULL);
    return site_read(&page, make, &catalogue);
}
