namespace Approvals.Engine.Deadlines;

/// <content>What comes again and again.</content>
internal static partial class DeadlineTable
{
    private const string Weekdays = "[一二三四五六日天](?:(?:、|，|,|和|及|或|至|到|—|-)?(?:周|星期)?[一二三四五六日天](?![次个名项场人件]))*";

    private static IEnumerable<DeadlineRule> Periods =>
    [
        new("weekly", "每(?:周|星期|个星期)(?<days>" + Weekdays + ")" + Half + "(?:下班)?(?:{B})?",
            .9, No, Yes, "逢日例行，法定节假日顺停；记录停诊、改期，不必逐次填报。", DeadlineSums.Weekly),
        new("each-workday", "每个?工作日|工作日每[日天]", .8, No, Yes, "每个工作日例行。", m => m.Again(new(RecurrencePeriod.Week,
            [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday]))),
        new("each-day", "每(?:日|天)(?!均)" + Half + "|一日一(?=[\\p{L}])|日报告", .8, No, Yes, "每日例行。", m => DeadlineSums.Each(m, RecurrencePeriod.Day)),
        new("each-few", "每(?<n>[2-9]|1[0-9]|[二三四五六七八九十两])个?(?<unit>日|天|周|星期|月|季度|年)|(?<unit>隔周|隔月|双周)", .8, No, Yes, "每隔几天、几周或几月一次。",
            DeadlineSums.EachFew),
        new("each-half-month", "每半个?月|半月一[次\\p{L}]", .8, No, Yes, "每月15日和月底。",
            m => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [15, -1] })),
        new("each-week", "每(?:周|个?星期)(?![一二三四五六日天岁年])|每(?:周|个?星期)(?=[一二三四五六][次个名项场人件])|[按逐]周(?![\\p{L}]?岁)|一周一(?=[\\p{L}])", .8, No, Yes, "每周一次。",
            m => DeadlineSums.Each(m, RecurrencePeriod.Week)),
        new("each-month-day", "每个?月(?<d>[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:日|号)(?:、(?<d2>[0-9]{1,2})(?:日|号))?(?:{B})?", .8, No, Yes,
            "每月的那一天。", DeadlineSums.EachMonthDay),
        new("each-month-end", "每个?月(?:底|末)(?:{B})?", .8, No, Yes, "每月最后一天。", m => DeadlineSums.Each(m, RecurrencePeriod.Month)),
        new("each-month", "每个?月(?:度|份)?(?![0-9底末])|[按逐]月|一月一(?=[\\p{L}])", .8, No, Yes, "每月一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Month)),
        new("each-quarter-day", "每(?:一|个)?季度?(?:的)?(?<which>首|第一|头一|第[123]|末|最后一)个?月(?:的)?(?:(?<d>[0-9]{1,2})(?:日|号)|(?<end>底|末))?(?:{B})?", .8, No, Yes,
            "每季度那个月的那一天。", DeadlineSums.EachQuarterDay),
        new("each-quarter-end", "每(?:一|个)?季度?(?:末|底)(?:{B})?", .8, No, Yes, "每季度最后一天。",
            m => DeadlineSums.Each(m, RecurrencePeriod.Quarter)),
        new("each-quarter", "每(?:一|个)?季度?(?![节末底])|[按逐]季度?|一季度?一(?=[\\p{L}])", .8, No, Yes, "每季度一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Quarter)),
        new("each-term", "每(?:个|一)?学期", .6, No, Yes, "每学期一次，起止按校历。", m => m.Blank),
        new("each-ten-days", "每旬", .8, No, Yes, "每月10日、20日和月底。", m => m.Again(new(RecurrencePeriod.Month, []) { MonthDays = [10, 20, -1] })),
        new("each-half-year", "每半年|[按逐]半年|半年一(?=[\\p{L}])", .8, No, Yes, "每半年一次。", m => DeadlineSums.Each(m, RecurrencePeriod.HalfYear)),
        new("each-year-day", "每年(?:的)?{M}(?:{D}|(?<end>底|末))?(?:{B})?", .8, No, Yes, "每年的那一天。", DeadlineSums.EachYearDay),
        new("each-year-end", "每年(?:底|末)(?:{B})?", .8, No, Yes, "每年最后一天。",
            m => DeadlineSums.Each(m, RecurrencePeriod.Year)),
        new("each-year", "每(?:一)?年度?(?![0-9底末的])|[逐按]年|一年一(?=[\\p{L}])", .8, No, Yes, "每年一次。", m => DeadlineSums.Each(m, RecurrencePeriod.Year)),
    ];
}
