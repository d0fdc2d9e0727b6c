namespace Approvals.Engine.Deadlines;

/// <content>What comes again and again.</content>
internal static partial class DeadlineTable
{
    private const string MonthDay = "(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:日|号|(?=、|和|及|与|以及))";
    private const string YearMonth = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?:月份?|(?=、|和|及|与|以及))(?:(?:3[01]|[12][0-9]|0?[1-9])[日号]|[底末初]|[上中下]旬)?";
    private const string Clock = "(?:早上?|上午|中午|下午|晚上?)?[0-9]{1,2}[:：点时](?:[0-9]{2})?分?";

    /// <summary>三次 after 每周 counts and names no Wednesday.</summary>
    private const string NotCounted = "(?!(?:[次个名项场人件篇遍]|期(?![中末间])))";

    private const string Count = "(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})";
    private const string AtLeast = "(?:不少于|不低于|不得少于|至少|最少)?";

    /// <summary>How often within the period, where the words say nothing else: 每月不少于2次, 每周1-2次.</summary>
    private const string Often = "(?:" + AtLeast + "(?:开展|组织|召开|进行)?" + Count + "(?:[-—－~～至到]" + Count + ")?[次期场遍](?:以上)?$)?";

    /// <summary>一周两次, 半年1次; 一周一调度 and the like as well.</summary>
    private const string Once = "(?:一(?=[\\p{L}])|" + AtLeast + Count + "[次期场](?:以上)?)";

    /// <summary>每月2次 comes each month; 每月2日 is another rule's.</summary>
    private const string NotDay = "(?!底|末|初|[0-9]{1,2}(?![0-9]*(?:[-—－~～至到][0-9]{1,2})?(?:次|期|场|份|例|个|名|批|轮|人|篇|遍)))";

    /// <summary>8时、20时: more than one a day.</summary>
    private const string Times = "(?:" + Clock + "|[0-9]{1,2})(?:" + Join + Clock + ")+(?:{B})?";
    private const string Weekdays = "[一二三四五六日天]" + NotCounted + "(?:(?:、|，|,|和|及|或|至|到|—|-)?(?:周|星期)?[一二三四五六日天]" + NotCounted + ")*";

    /// <summary>The hour by which, or at which, or a part of the day.</summary>
    private const string Hour = "(?:{T}(?<until>{B}|止)?|" + Half + ")";

    /// <summary>首个, 第三个, 倒数第二个, 最后一个.</summary>
    private const string Position = "(?:倒数第(?<back>[一二三四五1-5])|第(?<at>[0-9]{1,2}|[一二三四五六七八九十]{1,2})|(?<end>首|头|最后一|最后|末))个?(?:工作日|(?:周"
        + "|星期)(?<day>[一二三四五六日天]))(?:{B}|内|之内)?";

    private static IEnumerable<DeadlineRule> Periods =>
    [
        new("weekly", "每(?:周|星期|个星期)(?<days>" + Weekdays + ")(?:的)?" + Hour + "(?:{B})?",
            .9, No, Yes, "逢日例行，法定节假日顺停；记录停诊、改期，不必逐次填报。", DeadlineSums.Weekly),
        new("each-workday", "(?:每个?工作日|工作日每[日天])" + Often + Hour, .8, No, Yes, "每个工作日例行。", DeadlineSums.EachWorkday),
        new("each-day-times", "每(?:日|天)" + Times, .3, Yes, Yes, "一天几次的，请写明怎么办。", m => DeadlineSums.Each(m, RecurrencePeriod.Day) with { Asks = true }),
        new("each-day", "每(?:日|天)(?!均)" + Often + Hour + "|(?:一日|一天)" + Once + "|日报告", .8, No, Yes, "每日例行。", m => DeadlineSums.Each(m, RecurrencePeriod.Day)),
        new("each-few-weekdays", "(?:每(?<n>[2-9]|[二三四五六七八九两])个?(?:周|星期)|隔周|双周)(?:的|逢)?(?:周"
            + "|星期)?(?<days>" + Weekdays + ")(?:的)?" + Hour + "(?:{B})?", .8, No, Yes,
            "每隔几周的那几天。", DeadlineSums.EachFewWeekdays),
        new("each-few", "(?:每(?<n>[2-9]|[123][0-9]|[二三四五六七八九十两])个?(?<unit>日|天|周|星期|月|季度|年)|(?<unit>隔周|隔月|双周|隔[日天]))" + Often, .8, No, Yes, "每隔几天、几周或几月一次。",
            DeadlineSums.EachFew),
        new("each-half-month", "每半个?月" + Often + "|半个?月" + Once, .8, No, Yes, "每月15日和月底。",
            m => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [15, -1] })),
        new("each-week", "每(?:周|个?星期)(?:(?![一二三四五六日天岁年])|(?=[一二三四五六](?!" + NotCounted + ")))" + Often + "|[按逐]周(?![\\p{L}]?岁)|一周" + Once, .8, No, Yes, "每周一次。",
            m => DeadlineSums.Each(m, RecurrencePeriod.Week)),
        new("each-month-day", "每个?月(?:的)?(?<dates>" + MonthDay + "(?:" + Join + MonthDay + ")*(?:" + Join + "月?[底末])?)(?:{B}|止)?", .8, No, Yes,
            "每月的那一天，或者那几天。", DeadlineSums.EachMonthDays),
        new("each-month-stretch", "每个?月(?:的)?[0-9]{1,2}[日号]?{S}(?<dates>[0-9]{1,2}[日号])(?:{B}|止|期间)?", .8, No, Yes, "每月那几天，到最后一天为止。",
            DeadlineSums.EachMonthDays),
        new("each-month-last", "每个?月(?:的)?最后一[天日](?:{B})?", .8, No, Yes, "每月最后一天。", m => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [-1] })),
        new("each-month-third", "每个?月(?:的)?(?<third>[上中下])旬(?:末)?(?:{B})?", .6, No, Yes, "每月上旬到10日，中旬到20日，下旬到月底。",
            m => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [m.Get("third") switch { "上" => 10, "中" => 20, _ => -1 }] })),
        new("each-month-beginning", "每个?月(?:的)?(?:月)?初(?:{B})?", .6, Yes, Yes, "“月初”按10日，请确认。",
            m => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [10] })),
        new("each-month-position", "每个?月(?:的)?" + Position, .8, No, Yes, "每月按次序数的那个工作日，或者那个星期几。", DeadlineSums.EachPosition),
        new("each-month-first-workdays", "每个?月(?:的)?前(?<at>[0-9]{1,2}|[一二三四五六七八九十]{1,2})个?工作日(?:之|以)?内?", .8, No, Yes, "每月第几个工作日为止。",
            DeadlineSums.EachPosition),
        new("each-next-month", "每个?月[^，。；0-9]{0,10}次月(?<dates>" + MonthDay + ")(?:{B})?", .8, No, Yes, "每月的那一天，报上月的事。", DeadlineSums.EachMonthDays),
        new("each-after", "每(?:个|一)?(?<period>月|季度?|半年|年度?)(?:结束|终了|期满)(?:之?后|以后)?(?:的)?(?<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})个?(?:(?<work>工作日)|日"
            + "|天)(?:之|以)?内", .8, No, Yes,
            "下一个月的那一天。", DeadlineSums.EachAfter),
        new("each-month-end", "每个?月(?:的)?(?:月|当月)?(?:底|末)(?:{B})?", .8, No, Yes, "每月最后一天。",
            m => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [-1] })),
        new("each-month", "每个?月(?:度|份)?" + NotDay + Often + "|[按逐]月|一月" + Once, .8, No, Yes, "每月一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Month)),
        new("each-quarter-day", "每(?:一|个)?季度?(?:的)?(?:(?<which>首|第[一二三123]|头一|末|最后一)个?月(?:份)?|(?<which>末)月?(?=[0-9]))(?:的)?(?:(?<d>[0-9]{1,2})(?:日|号)"
            + "|(?<end>底|末))?(?:{B})?", .8, No, Yes,
            "每季度那个月的那一天。", DeadlineSums.EachQuarterDay),
        new("each-quarter-position", "(?<quarter>每(?:一|个)?季度?)(?:的)?(?:(?<which>首|第[一二三123]|头一|末|最后一)个?月(?:的)?)?" + Position, .8, No, Yes,
            "每季度按次序数的那个工作日，没有写哪个月的按末月。", DeadlineSums.EachPosition),
        new("each-quarter-beginning", "每(?:一|个)?季度?初(?:{B})?", .6, Yes, Yes, "“季度初”按首月10日，请确认。",
            m => m.Again(new(RecurrencePeriod.Quarter, []) { Months = [1, 4, 7, 10], MonthDays = [10] })),
        new("each-quarter-end", "每(?:一|个)?季度?(?:的)?季?(?:末|底)(?:{B})?", .8, No, Yes, "每季度最后一天。",
            m => DeadlineSums.Each(m, RecurrencePeriod.Quarter)),
        new("each-quarter", "每(?:一|个)?季度?(?![节末底初])" + Often + "|[按逐]季度?|一季度?" + Once, .8, No, Yes, "每季度一次。",
            m => DeadlineSums.Each(m, RecurrencePeriod.Quarter)),
        new("each-term", "每(?:个|一)?学期" + Often, .6, No, Yes, "每学期一次，起止按校历。", m => m.Blank),
        new("each-ten-days", "每旬" + Often, .8, No, Yes, "每月10日、20日和月底。", m => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [10, 20, -1] })),
        new("each-half-year", "每半年" + Often + "|[按逐]半年|半年" + Once, .8, No, Yes, "每半年一次。", m => DeadlineSums.Each(m, RecurrencePeriod.HalfYear)),
        new("each-year-day", "每年(?:的)?{M}(?:{D}|(?<end>底|末))?(?:{B})?", .8, No, Yes, "每年的那一天。", DeadlineSums.EachYearDay),
        new("each-year-months", "每年(?:的)?(?<dates>" + YearMonth + "(?:" + Join + YearMonth + ")+)(?:{B}|止)?", .8, No, Yes, "每年的那几个月，或者那几个月的那一天。",
            DeadlineSums.EachYearMonths),
        new("each-year-quarter", "每年(?:的)?(?:[第前]?(?<q>[一二三四1-4])(?:个)?季度|(?<half>[上下])半年)(?:末|底)?(?:{B}|之?内)?", .8, No, Yes,
            "每年那个季度或者那半年的最后一天。", DeadlineSums.EachYearQuarter),
        new("each-year-end", "每年(?:的)?(?:年|当年)?(?:底|末|终)(?:{B})?", .8, No, Yes, "每年最后一天。",
            m => DeadlineSums.Each(m, RecurrencePeriod.Year)),
        new("each-year", "每(?:一)?年度?(?!的)" + NotDay + Often + "|[逐按]年|一年" + Once, .8, No, Yes, "每年一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Year)),
        new("each-year-beginning", "每年(?:的)?年?初(?:{B})?", .6, Yes, Yes, "“年初”按1月，请确认。",
            m => m.Again(new(RecurrencePeriod.Year, []) { Months = [1] })),
        new("times-per", AtLeast + Count + "(?:[-—－~～至到]" + Count + ")?[次期场](?:[/／]|(?<=[0-9][次期场])每)个?(?<per>工作日|星期|季度|半年|年度|[日天周旬月季年])", .8, No, Yes,
            "一段时间里几次的，按那段时间例行。", DeadlineSums.TimesPer),
    ];
}
