namespace Approvals.Engine.Deadlines;

/// <content>Several dates in one phrase.</content>
internal static partial class DeadlineTable
{
    /// <summary>Between the dates of a list.</summary>
    private const string Join = "(?:、|和|及|与|以及)";

    private const string MonthOf = "(?:20[0-9]{2}年|今年|当年|本年|明年|次年|来年|翌年)?(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?";
    private const string DayOf = "(?:3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]";

    /// <summary>4月, 4月10日, 4月底.</summary>
    private const string Dated = MonthOf + "(?:" + DayOf + "|[底末初]|[上中下]旬)?";

    /// <summary>3、6、9、 before 12月底: numbers after a word are months; at the beginning of a point they number it.</summary>
    private const string BareMonths = "{AfterWord}(?:(?:1[0-2]|0?[1-9])" + Join + ")+";

    private static IEnumerable<DeadlineRule> Lists =>
    [
        new("several", "(?<![0-9.]){Y}(?<dates>(?:" + Dated + Join + "|" + BareMonths + ")"
            + "(?:" + Dated + "|" + DayOf + ")(?:" + Join + "(?:" + Dated + "|" + DayOf + "))*)"
            + "(?:(?<before>{B})|止|截止)?(?![龄嫂饼亮])" + NotBegun, .9, No, Yes, "每个日期各是一个期限，最后一个到期为止。", DeadlineSums.Several),
        new("several-quarters", "{Y}(?:第?(?<qs>(?:[一二三四1-4](?:季度)?" + Join + ")+[一二三四1-4])个?季度|(?<halves>上半年" + Join + "?下半年))"
            + "(?:末|底)?(?:{B}|之?内)?", .9, No, Yes,
            "每个季度或者半年的最后一天各是一个期限，最后一个到期为止。", DeadlineSums.SeveralQuarters),
    ];
}
