namespace Approvals.Engine.Deadlines;

/// <content>What is counted from the issuing day, and what has no day.</content>
internal static partial class DeadlineTable
{
    private const string Events = "结束|发生|完成|出院|入院|验收|发现|受理|批准|签订|审批|公示|投诉|到达|报到|手术|转出|转入|检查|会诊|死亡"
        + "|交办|整改|期满|到期|离职|入职|开学|返校|立项|竣工|报告|下达|送达|移交|立案|通知书|台风|暴雨|灾害|事故|疫情|故障";
    private const string Issue = "(?:自|从)?(?:本|该)?(?:通知|方案|文件|意见|纪要)?(?:印发|下发|发布|发文|收到|接到|收文|接通知|接文|即日|通知(?=之日))(?:本|该)?(?:通知|方案|文件"
        + "|纪要)?(?:之日)?(?:起|后|之日起)?(?:的)?";

    private static IEnumerable<DeadlineRule> Counted =>
    [
        new("after-issue", Issue + "(?<inner>{N}{U})", .75, No, Yes, "从发文次日起数。", DeadlineSums.Inner),
        new("after-holiday", "{Y}(?:(?<name>元旦|春节|清明|劳动节|五一|端午|中秋|国庆|十一)节?|(?<![环细季情关调佳时])节日?|假期|放假)(?:假期|放假)?(?:结束)?(?:之?后"
            + "|以后)(?:上班)?(?:的)?(?<inner>{N}{U})", .6, Yes, Yes,
            "从假期最后一天的次日起数，请确认。", DeadlineSums.AfterHoliday),
        new("after-holiday-first", "{Y}(?:(?<name>元旦|春节|清明|劳动节|五一|端午|中秋|国庆|十一)节?|(?<![环细季情关调佳时])节日?|假期)(?:假期|放假)?(?:结束)?(?:之?后|以后)的?(?:首个"
            + "|第[一1]个?)(?:工作日|个?上班日)|节后上班(?:首日|第一天)", .7, No, Yes,
            "假期后的第一个工作日。", DeadlineSums.FirstAfterHoliday),
        new("after-event", "(?:(?:会议|活动|检查|培训|工作|项目|事件|患者)?(?:" + Events + ")过?(?:之日)?(?:起|之?后)?"
            + "|[\\p{IsCJKUnifiedIdeographs}]{2}(?:之日起|(?<![节期假])(?:之后|以后)|(?<![今此最随先然节期假])后))(?:的)?{N}{U}", .2, Yes, Yes,
            "从那件事发生之日起数，通知里没有这一天，请写明日期。", m => m.Ask()),
        new("after-clause", "(?=[0-9一二三四五六七八九十两])"
            + "(?<=(?:(?<![今此然最随先])后|(?:发生|发现|遇有?)[^，。；]{1,20})[，,][^。；，,]{0,24})(?<!" + Issue + "[，,][^。；，,]{0,24}){N}{U}", .2, Yes, Yes,
            "从前面说的那件事起数，通知里没有这一天，请写明日期。", m => m.Ask()),
        new("ahead", "提前{N}(?:工作日|日|天|周|月|小时)", .2, Yes, No, "从那件事往前数，通知里没有这一天，请写明日期。", m => m.Ask()),
        new("workdays", "{NotTo}{N}工作日(?:之|以)?内", .8, No, Yes, "从发文次日起数工作日。",
            m => m.Due(m.Calendar.AddWorkdays(m.IssuedOn, m.Number("n")), m.Calendar.NextWorkday(m.IssuedOn))),
        new("days", "{NotTo}{N}(?:日|天|自然日)(?:之|以)?内", .7, No, Yes, "从发文次日起数自然日。", m => m.Due(m.IssuedOn.AddDays(m.Number("n")))),
        new("weeks", "{NotTo}{N}(?:周|星期)(?:之|以)?内", .7, No, Yes, "一周按七个自然日，从发文次日起数。", m => m.Due(m.IssuedOn.AddDays(7 * m.Number("n")))),
        new("half-month", "半个?月(?:之|以)?内", .7, No, Yes, "半个月按十五个自然日，从发文次日起数。", m => m.Due(m.IssuedOn.AddDays(15))),
        new("months", "{NotTo}{N}月(?:之|以)?内", .7, No, Yes, "到对应月份的同一天。", DeadlineSums.Months),
        new("half-year-within", "半年(?:之|以)?内", .7, No, Yes, "到半年后的同一天。", m => m.Due(m.IssuedOn.AddMonths(6))),
        new("years-within", "(?<![0-9])(?<n>[1-9]|[一二两三四五六七八九十])年(?:之|以)?内", .7, No, Yes, "到对应年份的同一天。", m => m.Due(m.IssuedOn.AddYears(m.Number("n")))),
        new("hours", "{N}小时(?:之|以)?内", .5, Yes, No, "从发文时起数小时，不足一天的按当日，请确认。", m => m.Due(m.IssuedOn.AddDays(m.Number("n") / 24))),
        new("weekday", "(?<week>本|这|下)(?:周|星期)(?<day>[一二三四五六日天])(?:上午|下午)?(?<off>下班)?(?:{B})?", .9, No, Yes, "发文日所在的周（周一至周日）；下班为17:00。",
            DeadlineSums.Weekday),
        new("weekday-bare", "(?<![每本这下上一二三四五六日天、])(?:周|星期)(?<day>[一二三四五六日天])(?:上午|下午)?(?<off>下班)?{B}", .6, Yes, Yes, "发文后最近的那一天，请确认。",
            DeadlineSums.NextWeekday),
        new("week", "(?<week>本|这|下)周(?:之?内|末?{B}|末)", .7, Yes, Yes, "那一周的周日，请确认。", DeadlineSums.WeekEnd),
        new("off-work", "(?:今日|今天|当日|当天)?(?:上午|下午)?下班(?:{B})", .8, No, Yes, "发文当日17:00。",
            m => m.Due(m.IssuedOn, time: DeadlineSums.OffWork)),
        new("today", "(?:今日|今天|当日|当天)(?:之?内|{B})", .8, No, No, "发文当日。", m => m.Due(m.IssuedOn)),
        new("today-time", "(?<on>今日|今天|当日|当天|明日|明天){T}(?:{B}|止|截止)", .8, No, Yes, "发文当日（或者次日）的那个钟点。", DeadlineSums.TodayTime),
        new("tomorrow", "(?:明日|明天)(?:上午|下午)?(?<off>下班)?(?:{B}|之?内)?", .8, No, No, "发文次日。",
            m => m.Due(m.IssuedOn.AddDays(1), time: m.Has("off") ? DeadlineSums.OffWork : null)),
        new("before-holiday", "{Y}(?<name>元旦|春节|清明|劳动节|五一|端午|中秋|国庆|十一)节?(?:放假)?{B}|(?<![环细季情关调佳时])(?:节|放假){B}",
            .7, No, Yes, "法定节假日前最后一个工作日。", DeadlineSums.BeforeHoliday),
        new("before-day", "(?<fest>七一|八一|护士节|医师节|教师节|儿童节|六一|妇女节|三八节?|青年节|五四)(?:建党节|建军节)?{B}", .7, Yes, Yes, "那一天的前一天，请确认。",
            DeadlineSums.BeforeDay),
        new("at-once", "立行立改|即知即改|立查立改|立即整改|立行立办|立整立改|即查即改|边查边改|即整即改|即行即改|马上就办|立即办理|立即落实", .5, Yes, Yes,
            "立即开始，五个工作日内交佐证，请确认。", m => m.Due(m.Calendar.AddWorkdays(m.IssuedOn, 5), m.IssuedOn)),

        new("immediately", "(?:自)?即日起|立即|马上|即刻", .5, Yes, No, "立即开始，五个工作日内交佐证，请确认。",
            m => m.Due(m.Calendar.AddWorkdays(m.IssuedOn, 5), m.IssuedOn)),
    ];

    /// <summary>No date to be had.</summary>
    private static IEnumerable<DeadlineRule> Undated =>
    [
        new("rectify-bare", "限期(?:整改|完成|办结)", 0, Yes, No, "没有写限期，由检查人员定日期。", m => m.Ask()),
        new("before-event", "(?:开学|暑假|寒假|汛期|入汛|主汛期|入冬|供暖|高考|中考|换届|迎检|验收|检查|活动结束|会议召开|入夏|雨季"
            + "|汛|春耕|春运|秋收|入伏|入库|开园|开馆|开业|开诊|投用|投产|期中考试|期末考试)(?:到来|来临)?{B}(?!期)", .2, Yes, Yes,
            "那件事的日子通知里没有，请写明日期。", m => m.Ask()),
        new("already-done", "(?:现)?已(?:经)?(?:完成|整改|办结|落实|销号|整改完成|整改到位|落实到位|解决)(?:到位|销号)?(?:[，、；并]*(?:长期坚持|持续推进|持续巩固))?", .9, No, No,
            "原文说已经完成，销号时核对。", m => m.Blank),
        new("long-term", "(?:(?:自|从)?即日起[，、]?)?(?:长期|常态化|常态|持续|不断|坚持)(?:长期|持续)?(?:坚持|推进|抓好|开展|落实|实施|整改|巩固|深化|进行|保持|改进|加强|跟进|用力|发力|推动|管理|完善)*"
            + "(?:[、，；和并]?(?:长期|常态化|持续)(?:坚持|推进|开展|整改|巩固|落实)?)*"
            + "|常抓不懈|贯穿始终|贯穿全过程|全过程|全程|常年(?:坚持|开展|推进|实施)?|经常性(?:开展|工作)?|日常(?:工作|开展)?|一以贯之|长效(?:坚持|机制)?|不间断|长年坚持|动态(?:推进|管理|调整|更新)|随时|不定期",
            .8, No, No, "长期坚持，不设期限，销号时转常态。", m => m.Blank),
        new("as-required", "按(?:照)?(?:上级|有关|相关|文件|规定|计划|工作|时限|时间|序时|省|市|区|县)*(?:要求|节点|进度|安排|规定|计划|部署|时限)(?:时间|时限|节点)?(?:推进|完成|落实|办理|上报)?"
            + "|根据.{0,10}(?:要求|安排|部署|进度)|待定|另行通知|另定|视情况?|视工作(?:进展|情况)", .2, Yes, No, "没有日期，请写明。", m => m.Ask()),
        new("soon", "尽快(?:完成|落实)?|尽早|及时|抓紧|近期|适时|择机|按时|限时|如期", .2, Yes, No, "没有日期，请写明；不写的按自查开始前十个工作日。", m => m.Ask()),
    ];
}
