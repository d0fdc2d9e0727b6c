namespace Approvals.Tests.Notices;

/// <summary>A supplementary notice that says item by item what is otherwise now.</summary>
public sealed class SupplementTests
{
    private static string Read(string text) => string.Join('\n', SampleNotice.Read($"""
        屏中医〔2024〕25号
        关于调整部分重点任务的补充通知
        各科室：
        现将《重点任务清单》（屏中医〔2024〕3号）调整如下：
        {text}
        屏川市中心医院
        2024年4月15日
        """).Items.Select(i => $"{i.Title}|{TableNotice.Owners(i)}|{i.DeadlineText}"));

    [Theory]
    [InlineData("一、第2项“升级叫号系统”，完成时限由5月底前调整为7月底前。", "升级叫号系统|||7月底前")]
    [InlineData("1.原第4项“升级叫号系统”责任科室由信息科调整为门诊部、护理部，其他不变。", "升级叫号系统||门诊部、护理部|")]
    [InlineData("将第6项任务“改造卫生间”的完成时限延长至10月31日前。", "改造卫生间|||10月31日前")]
    [InlineData("第7项“开展义诊”的责任领导变更为刘强，配合科室增加护理部。", "开展义诊|刘强|护理部|")]
    [InlineData("第9项“购置担架车10台”调整为“购置担架车15台”。", "购置担架车15台|||")]
    public void What_is_changed_is_an_item_with_what_is_new_alone(string text, string read) => Read(text).ShouldBe(read);

    [Theory]
    [InlineData("取消第10项“组织外出考察”。")]
    [InlineData("原第8项“开展收费检查”并入第6项，不再单独列出。")]
    [InlineData("第5项“随访”各项要求不变。")]
    public void What_is_withdrawn_or_stays_as_it_was_is_none(string text) => Read(text).ShouldBe("");
}
