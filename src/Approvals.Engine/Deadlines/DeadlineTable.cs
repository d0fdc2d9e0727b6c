using System.Collections.Immutable;

namespace Approvals.Engine.Deadlines;

/// <summary>
/// The table of deadline phrases. Read a row as: id, words, confidence, to be confirmed?, counts in prose?, the rule in Chinese,
/// how to compute. {Y} year, {M} month, {D} day, {N} number, {B} 前. The longest match wins, then the earlier row.
/// </summary>
internal static class DeadlineTable
{
    private const bool Yes = true;
    private const bool No = false;
    private const string YearOf = "(?:(?<y>[0-9]{4})(?:年(?=年))?|(?<ry>[今本明次来当])(?:年(?=年))?)?";
    private const string Half = "(?<half>上午|下午|晚上|全天)?";

    public static ImmutableArray<DeadlineRule> Rows { get; } =
    [
        // Days and months
        new("month-end", "{Y}{M}(?:底|末)(?:{B}|止)?", .95, No, Yes, "月底，含最后一天。", m => m.Due(m.MonthEnd)),
        new("day-before", "{Y}{M}{D}(?:{B}|止|截止)", .6, Yes, Yes, "“前”含当日；各单位习惯不同，请确认。", DeadlineSums.Day),
        new("day", "{Y}{M}{D}", .9, No, Yes, "当日。", DeadlineSums.Day),
        new("month-before", "{Y}{M}{B}", .4, Yes, Yes, "按字面是该月1日的前一天；发文时已过的，建议该月月底，须确认。", DeadlineSums.MonthBefore),
        new("month", "{Y}{M}(?:内|中)?(?![龄嫂饼亮底末0-9上中下])", .85, No, Yes, "当月之内，期限为月底。",
            m => m.Due(m.MonthEnd, new DateOnly(m.Year, m.Month, 1))),
        new("third-before", "(?:{Y}{M})?[上中下]旬{B}", .4, Yes, Yes, "“旬前”可指旬初，也可指旬末，请写明日期。", m => m.Ask()),
        new("third", "{Y}{M}(?<third>[上中下])旬", .9, No, Yes, "上旬到10日，中旬到20日，下旬到月底。", DeadlineSums.Third),
        new("third-bare", "(?<![月0-9])[上中下]旬", .2, Yes, Yes, "没有写哪个月，请写明日期。", m => m.Ask()),

        // Parts of a year
        new("quarter", "{Y}第?(?<q>[一二三四1-4])季度(?:末|底)?(?:{B}|内)?", .95, No, Yes, "季度最后一天；已过的请写明日期。",
            m => m.Due(Phrase.End(m.Year, m.Number("q") * 3))),
        new("half-year", "{Y}(?<half>上|下)半年(?:末|底)?(?:{B}|内)?", .95, No, Yes, "上半年6月30日，下半年12月31日；已过的请写明日期。",
            m => m.Due(Phrase.End(m.Year, m.Get("half") == "上" ? 6 : 12))),
        new("year-end", YearOf + "年(?:底|末|终)(?:{B})?|" + YearOf + "(?<![常周多百十几每])年内", .95, No, Yes, "12月31日。",
            m => m.Due(Phrase.End(m.Year, 12))),
        new("whole-year", "(?:贯穿)?{Y}(?:全年|一整年)(?!龄)", .9, No, Yes, "从发文日到12月31日，每季度报告一次，有变化随时报告。",
            m => m.Due(Phrase.End(m.Year, 12), m.IssuedOn) with { Recurrence = new(RecurrencePeriod.Quarter, []) }),
        new("season", "(?<season>[春夏秋冬])(?:季|天)(?:期间)?", .4, Yes, Yes, "季节没有确定的起止日，请写明日期。", DeadlineSums.Season),

        // Periods
        new("weekly", "每(?:周|星期|个星期)(?<days>[一二三四五六日天](?:(?:、|，|,|和|及|或|至|到|—|-)?(?:周|星期)?[一二三四五六日天])*)" + Half,
            .9, No, Yes, "逢日例行，法定节假日顺停；记录停诊、改期，不必逐次填报。", DeadlineSums.Weekly),
        new("each-day", "每(?:日|天)" + Half, .8, No, Yes, "每日例行。", m => DeadlineSums.Each(m, RecurrencePeriod.Day)),
        new("each-week", "每(?:周|个?星期)(?![一二三四五六日天岁年])", .8, No, Yes, "每周一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Week)),
        new("each-month", "每个?月", .8, No, Yes, "每月一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Month)),
        new("each-quarter", "每(?:一|个)?季度?", .8, No, Yes, "每季度一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Quarter)),
        new("each-half-year", "每半年", .8, No, Yes, "每半年一次。", m => DeadlineSums.Each(m, RecurrencePeriod.HalfYear)),
        new("each-year", "每年度?", .8, No, Yes, "每年一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Year)),

        // Counted from the issuing date
        new("workdays", "{N}工作日(?:之|以)?内", .8, No, Yes, "从发文次日起数工作日。",
            m => m.Due(m.Calendar.AddWorkdays(m.IssuedOn, m.Number("n")), m.Calendar.NextWorkday(m.IssuedOn))),
        new("days", "{N}(?:日|天|自然日)(?:之|以)?内", .7, No, Yes, "从发文次日起数自然日。", m => m.Due(m.IssuedOn.AddDays(m.Number("n")))),
        new("weeks", "{N}(?:周|星期)(?:之|以)?内", .7, No, Yes, "一周按七个自然日，从发文次日起数。", m => m.Due(m.IssuedOn.AddDays(7 * m.Number("n")))),
        new("months", "{N}月(?:之|以)?内", .7, No, Yes, "到对应月份的同一天。", DeadlineSums.Months),
        new("from-now-until", "(?:即日起|自即日起|从即日起|发文之日起)(?:至|到)(?<until>.{2,16})", .95, No, Yes, "从发文日到所写的日期。",
            DeadlineSums.FromNow),
        new("weekday", "(?<week>本|这|下)(?:周|星期)(?<day>[一二三四五六日天])(?<off>下班)?(?:{B})?", .9, No, Yes, "发文日所在的周（周一至周日）；下班为17:00。",
            DeadlineSums.Weekday),
        new("off-work", "(?:今日|今天|当日|当天)?下班(?:{B})", .8, No, Yes, "发文当日17:00。",
            m => m.Due(m.IssuedOn, time: DeadlineSums.OffWork)),
        new("before-holiday", "(?<name>元旦|春节|清明|劳动节|五一|端午|中秋|国庆|十一)节?(?:放假)?{B}|(?<![环细季情关调佳时])(?:节|放假){B}",
            .7, No, Yes, "法定节假日前最后一个工作日。", DeadlineSums.BeforeHoliday),
        new("at-once", "立行立改|即知即改|立查立改|立即整改", .5, Yes, Yes, "立即开始，五个工作日内交佐证，请确认。",
            m => m.Due(m.Calendar.AddWorkdays(m.IssuedOn, 5), m.IssuedOn)),

        new("immediately", "立即|马上|即刻", .5, Yes, No, "立即开始，五个工作日内交佐证，请确认。",
            m => m.Due(m.Calendar.AddWorkdays(m.IssuedOn, 5), m.IssuedOn)),

        // No date to be had
        new("rectify-bare", "限期(?:整改|完成|办结)", 0, Yes, No, "没有写限期，由检查人员定日期。", m => m.Ask()),
        new("long-term", "长期(?:坚持|推进|抓好)?|常态化(?:推进|开展|坚持)?|持续(?:推进|坚持)|常抓不懈", .8, No, No, "长期坚持，不设期限，销号时转常态。", m => m.Blank),
        new("soon", "尽快|尽早|及时|抓紧|近期|适时|择机", .2, Yes, No, "没有日期，请写明；不写的按自查开始前十个工作日。", m => m.Ask()),
    ];
}
