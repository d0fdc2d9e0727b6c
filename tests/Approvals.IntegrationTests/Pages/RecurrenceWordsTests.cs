using Approvals.Engine.Deadlines;
using Approvals.Web.Features;

namespace Approvals.IntegrationTests.Pages;

/// <summary>What recurs, in words of the office.</summary>
public sealed class RecurrenceWordsTests
{
    [Theory]
    [InlineData("FREQ=WEEKLY;BYDAY=TU,FR 08:00-12:00", "每周二、周五 8:00–12:00")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "每2周的周二")]
    [InlineData("FREQ=DAILY 00:00-10:00", "每天 10:00前")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO 14:30-14:30", "每周一 14:30")]
    [InlineData("FREQ=MONTHLY", "每月")]
    [InlineData("FREQ=MONTHLY;INTERVAL=3", "每季度")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=5,-1", "每月5日、最后一天")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "每月最后一个工作日")]
    [InlineData("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2", "每月第2个周三")]
    [InlineData("FREQ=YEARLY;BYMONTH=3,9", "每年3月、9月")]
    [InlineData("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=20", "每年6月、12月的20日")]
    [InlineData("FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5", "每年1月、4月、7月、10月的第5个工作日")]
    [InlineData("FREQ=YEARLY;INTERVAL=2", "每2年")]
    public void A_duty_is_said_with_its_days_and_hours(string rule, string words) =>
        Texts.Measures.Recurs(Recurrence.Parse(rule).ShouldNotBeNull()).ShouldBe(words);
}
