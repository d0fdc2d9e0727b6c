using System.Diagnostics;
using System.Globalization;
using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;

namespace Approvals.Web.Features;

/// <summary>Texts of numbers (指标) and of what recurs (例行任务).</summary>
public static partial class Texts
{
    public static class Measures
    {
        public const string Heading = "指标";
        public const string Duty = "例行";
        public const string NextDays = "接下来";
        public const string Exceptions = "停诊、改期";

        private const string Week = "日一二三四五六";

        /// <summary>每周二、周五 8:00–12:00, 每年3月、9月的20日, 每月最后一个工作日, 每天 10:00前.</summary>
        public static string Recurs(Recurrence recurrence) =>
            Period(recurrence) + Months(recurrence) + Days(recurrence) + Hours(recurrence);

        private static string Period(Recurrence recurrence)
        {
            var (one, many) = recurrence.Period switch
            {
                _ when !recurrence.Months.IsEmpty => ("年", "年"),
                RecurrencePeriod.Day => ("天", "天"),
                RecurrencePeriod.Week => ("周", "周"),
                RecurrencePeriod.Month => ("月", "个月"),
                RecurrencePeriod.Quarter => ("季度", "个季度"),
                RecurrencePeriod.HalfYear => ("半年", "个半年"),
                RecurrencePeriod.Year => ("年", "年"),
                _ => throw new UnreachableException(),
            };
            return recurrence.Every == 1 ? $"每{one}" : $"每{recurrence.Every}{many}";
        }

        private static string Months(Recurrence recurrence) => string.Join('、', recurrence.Months.Select(m => $"{m}月"));

        private static string Days(Recurrence recurrence)
        {
            var of = recurrence.Months.IsEmpty ? "" : "的";
            if (recurrence.Position is { } position)
            {
                var counted = recurrence.Days is [var day] ? $"周{Week[(int)day]}" : "工作日";
                return of + position switch { -1 => $"最后一个{counted}", < 0 => $"倒数第{-position}个{counted}", _ => $"第{position}个{counted}" };
            }

            var week = recurrence is { Every: > 1, Days.IsEmpty: false } ? "的周" : "";
            return recurrence.MonthDays.IsEmpty ? week + string.Join("、周", recurrence.Days.Select(d => Week[(int)d]))
                : of + string.Join('、', recurrence.MonthDays.Select(d => d < 0 ? "最后一天" : $"{d}日"));
        }

        private static string Hours(Recurrence recurrence) => recurrence switch
        {
            { From: { } from, To: { } to } when from == TimeOnly.MinValue => $" {to:H:mm}前",
            { From: { } from, To: { } to } when from == to => $" {to:H:mm}",
            { From: { } from, To: { } to } => $" {from:H:mm}–{to:H:mm}",
            _ => "",
        };

        public static string KeepAsDuty(string words) => $"按例行任务管理：{words}。逢日视为照常开展，只记停诊、改期；按月以上的到期报告，不必逐次填报。";

        /// <summary>到今天开展12次，停诊1次，改期2次；到2021年12月31日共58次.</summary>
        public static string Count(DutyCount count, DateOnly until, int whole) =>
            $"到今天开展{count.Held}次，停诊{count.CalledOff}次，改期{count.Moved}次；到{FullDay(until)}共{whole}次。";

        public static string Held(DutyDay day, DateOnly today) =>
            Day(day.On, today) + (day.InsteadOf is { } on ? $"（由{Day(on, today)}改到）" : "");

        public static string Excepted(DutyException exception) => exception.To is { } to
            ? $"{FullDay(exception.On)}改到{FullDay(to)}。" : $"{FullDay(exception.On)}停。";

        public static string Restored(DateOnly on) => $"{FullDay(on)}照常。";

        public static string Taken(Input.Number number, decimal value) => $"{number.Title} {Value(value, number.Unit)}";

        public static string Value(decimal value, string? unit) => value.ToString(CultureInfo.InvariantCulture) + unit;

        public static string Met(DateOnly dueOn, DateOnly? next) =>
            $"{FullDay(dueOn)}到期的一期已报" + (next is { } on ? $"，下一期{FullDay(on)}到期。" : "，以后不再要报。");

        /// <summary>One sentence whatever is wrong: left out, no number, out of bounds.</summary>
        public static string Wanted(Input.Number number) => $"“{number.Title}”请填一个数{Bounds(number)}，最多四位小数。";

        public static string Wanted(Input.Occurrence occurrence) => occurrence.Day switch
        {
            OccurrenceDay.Held => $"“{occurrence.Title}”请选一个照常开展的日子：逢例行日，不是法定节假日，也没有记过停诊、改期。",
            OccurrenceDay.Free => $"“{occurrence.Title}”请选一个原来不开展的日子，不能是法定节假日，也不能早于例行任务开始的日子。",
            OccurrenceDay.Excepted => $"“{occurrence.Title}”请选一个记过停诊或改期的日子，这一天没有再改来别的。",
            _ => throw new UnreachableException(),
        };

        public static string? Hint(Input.Number number, decimal? last) => string.Join('；', new[]
        {
            Bounds(number).Trim('，'), last is { } value ? $"上次 {Value(value, number.Unit)}" : "",
        }.Where(part => part.Length > 0)) is { Length: > 0 } hint ? hint + "。" : null;

        public static string? Hint(OccurrenceDay day, Recurrence recurrence) =>
            day == OccurrenceDay.Held ? $"例行日：{Recurs(recurrence)}，法定节假日除外。" : null;

        private static string Bounds(Input.Number number) => number switch
        {
            { AtLeast: { } least, AtMost: { } most } => $"，{Value(least, null)} 到 {Value(most, number.Unit)} 之间",
            { AtLeast: { } least } => $"，不小于 {Value(least, number.Unit)}",
            { AtMost: { } most } => $"，不大于 {Value(most, number.Unit)}",
            _ => "",
        };
    }
}
