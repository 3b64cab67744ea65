/* SPDX-FileCopyrightText: 2026 The Waarborg authors
 * SPDX-License-Identifier: EUPL-1.2 */
#include "rule/evaluate.h"

#include <math.h>

/* What can be said of two values: each part may be unknown while another is not. */
struct comparison {
    enum truth less;
    enum truth same;
    enum truth more;
};

static struct comparison compared(int difference)
{
    return (struct comparison){truth_of(difference < 0), truth_of(difference == 0),
                               truth_of(difference > 0)};
}

static struct comparison turned(struct comparison comparison)
{
    return (struct comparison){comparison.more, comparison.same, comparison.less};
}

static const struct comparison nothing_known = {TRUTH_UNKNOWN, TRUTH_UNKNOWN, TRUTH_UNKNOWN};

static struct comparison compare_dates(struct date one, struct date other)
{
    enum date_order order = date_compare(one, other);
    return order == DATE_UNKNOWN ? nothing_known : compared(order);
}

static struct comparison compare_money_cents(struct money money, int64_t cents)
{
    return (struct comparison){money_is_less(money, cents), money_is_same(money, cents),
                               money_is_more(money, cents)};
}

/* Two amounts tell something when one is exact, or when "more than" and "less than" exclude. */
static struct comparison compare_money(struct money one, struct money other)
{
    if (other.kind == MONEY_EXACT)
        return compare_money_cents(one, other.cents);
    if (one.kind == MONEY_EXACT)
        return turned(compare_money_cents(other, one.cents));
    if (one.kind == MONEY_MORE && other.kind == MONEY_LESS && one.cents >= other.cents)
        return compared(1);
    if (one.kind == MONEY_LESS && other.kind == MONEY_MORE && one.cents <= other.cents)
        return compared(-1);
    return nothing_known;
}

static enum truth same_lists(struct rule_value left, struct rule_value right)
{
    if (left.list.count != right.list.count)
        return TRUTH_FALSE;
    enum truth same = TRUTH_TRUE;
    for (size_t i = 0; i < left.list.count && same != TRUTH_FALSE; i++)
        same = truth_and(
            same, rule_compare_values(OPERATION_EQUAL, left.list.items[i], right.list.items[i]));
    return same;
}

static struct comparison compare(struct rule_value left, struct rule_value right)
{
    if (left.type == RULE_MONEY && right.type == RULE_MONEY)
        return compare_money(left.money, right.money);
    if (left.type == RULE_MONEY)
        return compare_money_cents(left.money, right.integer);
    if (right.type == RULE_MONEY)
        return turned(compare_money_cents(right.money, left.integer));
    switch (left.type) {
    case RULE_BOOLEAN:
        return compared((int)left.boolean - (int)right.boolean);
    case RULE_INTEGER:
    case RULE_DURATION:
        return compared((left.integer > right.integer) - (left.integer < right.integer));
    case RULE_DECIMAL:
        return compared((left.decimal > right.decimal) - (left.decimal < right.decimal));
    case RULE_TEXT:
        return compared(text_compare(left.text, right.text));
    case RULE_DATE:
        return compare_dates(left.date, right.date);
    case RULE_LIST:
        return (struct comparison){TRUTH_UNKNOWN, same_lists(left, right), TRUTH_UNKNOWN};
    default:
        return nothing_known;
    }
}

enum truth rule_compare_values(enum operation operation, struct rule_value left,
                               struct rule_value right)
{
    if (!left.known || !right.known)
        return TRUTH_UNKNOWN;
    struct comparison comparison = compare(left, right);
    switch (operation) {
    case OPERATION_EQUAL:
        return comparison.same;
    case OPERATION_UNEQUAL:
        return truth_not(comparison.same);
    case OPERATION_LESS:
        return comparison.less;
    case OPERATION_MORE_OR_EQUAL:
        return truth_not(comparison.less);
    case OPERATION_MORE:
        return comparison.more;
    default:
        return truth_not(comparison.more);
    }
}

static struct rule_value integer_value(enum rule_type type, int64_t integer)
{
    return (struct rule_value){.type = type, .known = true, .integer = integer};
}

static struct rule_value compute_integers(enum operation operation, int64_t left, int64_t right)
{
    int64_t result = 0;
    bool overflow = false;
    switch (operation) {
    case OPERATION_ADD:
        overflow = __builtin_add_overflow(left, right, &result);
        break;
    case OPERATION_SUBTRACT:
        overflow = __builtin_sub_overflow(left, right, &result);
        break;
    case OPERATION_MULTIPLY:
        overflow = __builtin_mul_overflow(left, right, &result);
        break;
    case OPERATION_DIVIDE:
        overflow = !right || (right == -1 && left == INT64_MIN);
        result = overflow ? 0 : left / right;
        break;
    default:
        overflow = !right;
        result = overflow || right == -1 ? 0 : left % right;
        break;
    }
    return overflow ? RULE_UNKNOWN : integer_value(RULE_INTEGER, result);
}

/* Whether a decimal may be multiplied or divided: see RULE_DECIMAL_LARGEST. */
static bool is_factor(double decimal)
{
    double size = fabs(decimal);
    return size <= RULE_DECIMAL_LARGEST && (size == 0 || size >= 1 / RULE_DECIMAL_LARGEST);
}

static struct rule_value compute_decimals(enum operation operation, double left, double right)
{
    bool scale = operation == OPERATION_MULTIPLY || operation == OPERATION_DIVIDE;
    if (scale ? !is_factor(left) || !is_factor(right)
              : fabs(left) > RULE_DECIMAL_LARGEST || fabs(right) > RULE_DECIMAL_LARGEST)
        return RULE_UNKNOWN;
    if (operation == OPERATION_DIVIDE && right == 0)
        return RULE_UNKNOWN;
    double result = operation == OPERATION_ADD        ? left + right
                    : operation == OPERATION_SUBTRACT ? left - right
                    : operation == OPERATION_MULTIPLY ? left * right
                                                      : left / right;
    return (struct rule_value){.type = RULE_DECIMAL, .known = true, .decimal = result};
}

static struct rule_value duration_value(int64_t microseconds)
{
    if (microseconds < -RULE_DURATION_LARGEST || microseconds > RULE_DURATION_LARGEST)
        return RULE_UNKNOWN;
    return integer_value(RULE_DURATION, microseconds);
}

/* A whole day some whole days later, in the years 1 to 9999. */
static struct rule_value moved_date(struct date date, int64_t microseconds)
{
    if (!date_is_day(date) || microseconds % RULE_DAY)
        return RULE_UNKNOWN;
    int64_t day = date_to_days(date) + microseconds / RULE_DAY;
    if (day < date_to_days((struct date){1, 1, 1}) ||
        day > date_to_days((struct date){9999, 12, 31}))
        return RULE_UNKNOWN;
    return (struct rule_value){
        .type = RULE_DATE, .known = true, .date = date_from_days((int32_t)day)};
}

struct rule_value rule_computed_value(enum operation operation, struct rule_value left,
                                      struct rule_value right)
{
    int64_t sign = operation == OPERATION_SUBTRACT ? -1 : 1;
    if (left.type == RULE_INTEGER)
        return compute_integers(operation, left.integer, right.integer);
    if (left.type == RULE_DECIMAL)
        return compute_decimals(operation, left.decimal, right.decimal);
    if (left.type == RULE_DURATION)
        return duration_value(left.integer + sign * right.integer);
    if (right.type == RULE_DURATION)
        return moved_date(left.date, sign * right.integer);
    if (!date_is_day(left.date) || !date_is_day(right.date))
        return RULE_UNKNOWN;
    return duration_value((date_to_days(left.date) - date_to_days(right.date)) * RULE_DAY);
}

struct rule_value rule_negated_value(struct rule_value value)
{
    if (!value.known)
        return value;
    if (value.type == RULE_INTEGER)
        return compute_integers(OPERATION_SUBTRACT, 0, value.integer);
    value.decimal = -value.decimal;
    return value;
}

struct rule_value rule_days_value(struct rule_value number)
{
    int64_t microseconds;
    if (!number.known || __builtin_mul_overflow(number.integer, RULE_DAY, &microseconds))
        return RULE_UNKNOWN;
    return duration_value(microseconds);
}

struct rule_value rule_cents_value(struct rule_value number)
{
    int64_t cents = 0;
    if (!number.known)
        return number;
    if (number.type == RULE_INTEGER) {
        if (__builtin_mul_overflow(number.integer, 100, &cents))
            return RULE_UNKNOWN;
    } else {
        if (fabs(number.decimal) > RULE_DECIMAL_CENTS)
            return RULE_UNKNOWN;
        double exact = number.decimal * 100;
        cents = (int64_t)(exact < 0 ? exact - 0.5 : exact + 0.5);
    }
    return integer_value(RULE_INTEGER, cents);
}
