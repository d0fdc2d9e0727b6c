using System.Collections.Immutable;

namespace Approvals.Engine.Deadlines;

/// <summary>
/// The table of deadline phrases. Read a row as: id, words, confidence, to be confirmed?, counts in prose?, the rule in Chinese,
/// how to compute. {Y} year, {M} month, {D} day, {EY}{EM}{ED} the end of a stretch, {N} number, {U} a unit with 内, {W} a weekday in
/// brackets, {T} a time of day, {S} to, {B} 前. The longest match wins, then the earlier row.
/// </summary>
internal static partial class DeadlineTable
{
    private const bool Yes = true;
    private const bool No = false;
    private const string YearOf = "(?:(?<y>[0-9]{4})(?:年(?=年))?|(?<ry>[今本明次来当])(?:年(?=年))?)?";
    private const string Half = "(?<half>上午|下午|晚上|全天)?";
    private const string Third = "(?:[上中下]旬|初|底|末)";

    /// <summary>A date in running text that something began, was issued or took place on is no deadline.</summary>
    private const string NotBegun = "(?!起|以来|印发|下发|发布|召开|施行|实施|执行|公布|后|至|到|[—～~-]|，?全国|，?省|，?市委|会议|第|,?《)";

    /// <summary>15日前 after 于, a mark or a body; 召开15日前 and 提前15日前 count back from something.</summary>
    private const string StandsAlone = "(?<=^|[，。；;：:（(《》”]|[于在请须应要]|(?<!出|入|住|转)[科室部处办局组心站院门位队委股])";

    /// <summary>夏季消防检查 names the inspection, not its time.</summary>
    private const string NoSeason = "(?!消防|防汛|防火|安全|攻势|行动|攻坚|会战|专项|运动|招聘|学期|传染|流行|作物|粮油|农业)";

    public static ImmutableArray<DeadlineRule> Rows { get; } = [.. Dates, .. Lists, .. Stretches, .. Periods, .. Counted, .. Undated];

    /// <summary>Days, months and parts of a year.</summary>
    private static IEnumerable<DeadlineRule> Dates =>
    [
        new("month-end", "{Y}{M}(?:底|末)(?:{B}|止)?", .95, No, Yes, "月底，含最后一天。", m => m.Due(m.MonthEnd)),
        new("this-month-end", "(?<![0-9一二三四五六七八九十个每本当下次])月(?:底|末)(?:{B}|止)", .9, No, Yes, "发文当月的月底。", m => m.Due(m.MonthEnd)),
        new("day-time", "{Y}{M}{D}{W}{T}(?:{B}|止|截止)?", .9, No, Yes, "当日的那个钟点；下班为17:00。", DeadlineSums.DayTime),
        new("day-before", "{Y}{M}{D}{W}(?:{B}|止|截止)", .6, Yes, Yes, "“前”含当日；各单位习惯不同，请确认。", DeadlineSums.Day),
        new("day-half-before", "{Y}{M}{D}{W}(?<half>上午|中午|下午|晚上)(?:{B}|止|截止)", .6, Yes, Yes, "“上午前”到12:00，“下午前”到17:00，请确认。", DeadlineSums.HalfDay),
        new("day-bare", StandsAlone + "(?<d>[12][0-9]|3[01]|0?[1-9])[日号]{W}{T}?(?:{B}|截止)", .5, Yes, Yes, "没有写月份，按发文当月，已过的按下个月，请确认。",
            DeadlineSums.BareDay),
        new("day", "{Y}{M}{D}{W}" + Half + NotBegun, .9, No, Yes, "当日。", DeadlineSums.Day),
        new("day-set", "(?<=[定拟订]于){Y}{M}{D}{W}" + Half, .9, No, Yes, "定好的那一天。", DeadlineSums.Day),
        new("digits-before", "(?<![0-9.])(?<y>20[0-9]{2})(?<s>[-./])(?<m>1[0-2]|0?[1-9])\\k<s>(?<d>[0-3]?[0-9])日?(?:{B}|止|截止)", .6, Yes, Yes,
            "“前”含当日；各单位习惯不同，请确认。", DeadlineSums.Day),
        new("digits", "(?<![0-9.])(?<y>20[0-9]{2})(?<s>[-./])(?<m>1[0-2]|0?[1-9])\\k<s>(?<d>[0-3]?[0-9])日?(?![0-9.])", .9, No, Yes, "当日。",
            DeadlineSums.Day),
        new("digits-month", "(?<y>20[0-9]{2})[-./](?<m>1[0-2]|0?[1-9])(?:月?(?:底|末))?(?:{B}|止)?", .85, No, No, "当月之内，期限为月底。",
            m => m.Due(m.MonthEnd)),
        new("digits-day-before", "(?<![0-9.])(?<m>1[0-2]|0?[1-9])[./](?<d>3[01]|[12]?[0-9])(?:{B}|止)", .6, Yes, Yes, "“前”含当日；各单位习惯不同，请确认。",
            DeadlineSums.Day),
        new("digits-day", "(?<![0-9.])(?<m>1[0-2]|0?[1-9])[./](?<d>3[01]|[12][0-9]|0?[1-9])日?", .8, No, No,
            "当日；6.3可能是6.30丢了末尾的0，须确认。", DeadlineSums.DigitsDay),
        new("month-week", "{Y}{M}(?:的)?(?:第(?<n>[1-5一二三四五])个?|最后一)周(?:{B}|之?内|末)?", .6, Yes, Yes, "第几周按每周七天从1日数起，请确认。", DeadlineSums.WeekOfMonth),
        new("month-before", "{Y}{M}{B}", .4, Yes, Yes, "按字面是该月1日的前一天；发文时已过的，建议该月月底，须确认。", DeadlineSums.MonthBefore),
        new("month", "{Y}{M}(?:内|中|之内|以内)?(?![龄嫂饼亮底末0-9上中下旬初—～~至到-]|份?(?:起|以来|之后|开始))", .85, No, Yes, "当月之内，期限为月底。",
            m => m.Due(m.MonthEnd, new DateOnly(m.Year, m.Month, 1))),
        new("month-beginning", "{Y}{M}初(?:{B})?", .6, Yes, Yes, "“月初”按10日，请确认。", m => m.Due(new DateOnly(m.Year, m.Month, 10))),
        new("third-before", "(?:{Y}{M})?[上中下]旬{B}", .4, Yes, Yes, "“旬前”可指旬初，也可指旬末，请写明日期。", m => m.Ask()),
        new("third", "{Y}{M}(?:[上中](?=[中下]旬)|[上中]旬[至到、])?(?<third>[上中下])旬", .9, No, Yes, "上旬到10日，中旬到20日，下旬到月底。", DeadlineSums.Third),
        new("third-bare", "(?<![月0-9])[上中下]旬", .2, Yes, Yes, "没有写哪个月，请写明日期。", m => m.Ask()),

        new("quarter", "{Y}[第前]?(?<q>[一二三四1-4])(?:个)?季度(?:末|底)?(?:{B}|之?内|以内)?|{Y}[Qq](?<q>[1-4])", .95, No, Yes, "季度最后一天；已过的请写明日期。",
            m => m.Due(Phrase.End(m.Year, m.Number("q") * 3))),
        new("this-quarter", "(?<rq>本|下)(?:一)?(?:个)?季度?(?:末|底)?(?:{B}|之?内|以内)?|(?<![每月年度])季(?:末|底){B}", .9, No, Yes, "季度最后一天。",
            DeadlineSums.ThisQuarter),
        new("half-year", "{Y}(?<half>上|下)半年(?:末|底)?(?:{B}|之?内)?", .95, No, Yes, "上半年6月30日，下半年12月31日；已过的请写明日期。",
            m => m.Due(Phrase.End(m.Year, m.Get("half") == "上" ? 6 : 12))),
        new("middle-of-year", "{Y}年中(?:{B})", .6, Yes, Yes, "“年中”按6月30日，请确认。", m => m.Due(Phrase.End(m.Year, 6))),
        new("year-end", YearOf + "年(?:底|末|终)(?!考|总结|述职|评|绩效|奖|科室|工作)(?:{B}|止)?|" + YearOf + "(?<![常周多百十几每])年度?(?:之)?内|岁末(?:{B})?", .95, No, Yes, "12月31日。",
            m => m.Due(Phrase.End(m.Year, 12))),
        new("until-year", "(?:到|至|截至)(?<y>20[0-9]{2})年(?:底|末|终)?(?:{B}|止)?(?![0-9度一二三四五六七八九十上下])", .85, No, Yes, "那一年的12月31日。",
            m => m.Due(Phrase.End(m.Year, 12))),
        new("year-before", "(?<y>20[0-9]{2})年{B}", .4, Yes, Yes, "按字面是上一年的12月31日；发文时已过的，建议当年年底，须确认。", DeadlineSums.YearBefore),
        new("year", "(?<y>20[0-9]{2})年度?", .85, No, No, "当年之内，期限为12月31日。", m => m.Due(Phrase.End(m.Year, 12))),
        new("whole-year-each", "(?:贯穿)?{Y}(?:全年|一整年)(?:坚持|做到)?(?<inner>每[2-9二三四五六七八九十两]?个?(?:工作日|半月|半年|[日天旬]|(?:周|星期)[一二三四五六日天]?"
            + "|月(?:[0-9]{1,2}[日号])?|季度?)(?:底|末)?(?:{B})?)", .9, No, Yes,
            "例行到12月31日。", DeadlineSums.WholeYearEach),
        new("whole-year-count", "(?:贯穿)?{Y}(?:全年|一整年)(?:持续)?(?:推进|开展|坚持|实施)?(?=(?:各|共|累计|总计|至少|不少于|不低于|开展|组织|举办|召开|完成|培训"
            + "|集中)*[^，。；]{0,6}?[0-9一二三四五六七八九十两]+(?:余|多)?(?:次|期|场|个|学时|课时|名|家|人|批|轮))", .9, No, Yes,
            "到12月31日，全年一共做几次。", m => m.Due(Phrase.End(m.Year, 12), m.IssuedOn)),
        new("whole-year", "(?:贯穿)?{Y}(?:全年|一整年)(?!龄)(?:持续)?(?:推进|开展|坚持|实施)?", .9, No, Yes, "从发文日到12月31日，每季度报告一次，有变化随时报告。",
            m => m.Due(Phrase.End(m.Year, 12), m.IssuedOn) with { Recurrence = new(RecurrencePeriod.Quarter, []) }),
        new("five-years", "[“‘\"]?十(?<five>[三四五六七])五[”’\"]?(?:规划)?(?:期间|时期|期?末|收官)(?:{B}|之?内)?", .6, Yes, Yes, "五年规划最后一年的12月31日，请确认。",
            m => m.Due(Phrase.End(2005 + (5 * m.Number("five")), 12))),
        new("season", "(?<season>[春夏秋冬])(?:季|天)" + NoSeason + "(?:期间)?", .4, Yes, Yes, "季节没有确定的起止日，请写明日期。", DeadlineSums.Season),
    ];

    /// <summary>From one day to another.</summary>
    private static IEnumerable<DeadlineRule> Stretches =>
    [
        new("stretch", "(?:自|从)?{Y}{M}(?:{D}{W}|" + Third + "|份)?(?:起|开始)?{S}{EY}"
            + "(?:{EM}(?:{ED}{W}|(?<et>[上中下])旬|(?<ee>底|末))?|{ED}{W})(?:{B}|止|期间)?", .9, No, Yes,
            "到最后一天为止。", DeadlineSums.Stretch),
        new("day-stretch", "(?:自|从)?{Y}{M}(?<d>[0-9]{1,2}){S}{EY}{EM}?{ED}{W}(?:{B}|止|期间)?", .9, No, Yes, "到最后一天为止。", DeadlineSums.Stretch),
        new("digits-stretch", "(?<![0-9.])(?<y>20[0-9]{2})[./](?<m>1[0-2]|0?[1-9])[./](?<d>3[01]|[12][0-9]|0?[1-9])日?{S}(?:(?<ey>20[0-9]{2})[./])?"
            + "(?:(?<em>1[0-2]|0?[1-9])[./])?(?<ed>3[01]|[12][0-9]|0?[1-9])日?(?:{B}|止|期间)?(?![0-9.])", .9, No, Yes, "到最后一天为止。", DeadlineSums.Stretch),
        new("digits-day-stretch", "(?<![0-9.])(?<m>1[0-2]|0?[1-9])[./](?<d>3[01]|[12][0-9]|0?[1-9])日?{S}(?:(?<em>1[0-2]|0?[1-9])[./])?"
            + "(?<ed>3[01]|[12][0-9]|0?[1-9])日?(?:{B}|止|期间)?(?![0-9.])", .8, No, No, "到最后一天为止。", DeadlineSums.Stretch),
        new("month-stretch", "(?:自|从)?{Y}(?<![0-9.])(?<m>1[0-2]|[1-9])(?:月份?)?{S}{EY}{EM}(?<ee>底|末)?(?:{B}|止|期间)?", .9, No, Yes, "到最后一个月的月底为止。",
            DeadlineSums.Stretch),
        new("years", "(?<y>20[0-9]{2})(?:年)?{S}(?<ey>20[0-9]{2})年(?:底|末)?", .85, No, No, "到最后一年的12月31日为止。", m => m.Due(Phrase.End(m.Number("ey"), 12))),
        new("from-now-until", "(?:自|从)?(?:即日|发文之日|印发之日|通知印发之日|文件印发之日|现在|今日)起?(?:至|到)(?<until>.{2,16}?(?:底|末|日|月|年|前|止|季度|旬))(?![0-9底末前止日])", .95, No, Yes,
            "从发文日到所写的日期。", DeadlineSums.FromNow),
        new("from-day", "(?:自|从){Y}{M}(?:{D})?起(?:施行|实施|执行|试行|开始)?", .6, No, No, "这是开始的日子，不是期限。", m => m.Blank),
    ];
}
