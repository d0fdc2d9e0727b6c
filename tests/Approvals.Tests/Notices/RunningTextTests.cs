
namespace Approvals.Tests.Notices;

/// <summary>What goes on in one line, what stands around a title in its own line, and what looks so and is not; all words are invented.</summary>
public sealed class RunningTextTests
{
    private const string Tail = "青山市第二医院\n2024年3月4日\n";

    [Theory]
    [InlineData("通知公告：关于做好春季随访工作的通知")]
    [InlineData("【院内通知】关于做好春季随访工作的通知 [2024-03-05]")]
    [InlineData("关于做好春季随访工作的通知_青山市第二医院")]
    [InlineData("• 关于做好春季随访工作的通知（附下载）")]
    [InlineData("首页 / 院务公开 / 关于做好春季随访工作的通知")]
    [InlineData("您所在的位置：首页»公告»关于做好春季随访工作的通知")]
    [InlineData("院务公开|通知公告|详情\n关于做好春季随访工作的通知")]
    public void A_title_is_parted_from_the_page_in_its_own_line(string head) =>
        SampleNotice.Read($"{head}\n各科室：\n现就有关事项通知如下。\n{Tail}").Title.ShouldBe("关于做好春季随访工作的通知");

    [Fact]
    public void A_mark_before_a_title_is_a_mark_and_no_rubric()
    {
        var draft = SampleNotice.Read($"【特急】关于做好春季随访工作的通知\n各科室：\n现就有关事项通知如下。\n{Tail}");
        (draft.Urgency, draft.Title).ShouldBe(("特急", "关于做好春季随访工作的通知"));
    }

    [Theory]
    [InlineData("关于印发《五一—端午值班安排》的通知")]
    [InlineData("关于公文办理“一网—通办”有关事项的通知")]
    [InlineData("公告栏管理办法")]
    public void What_only_looks_like_a_page_stays_in_the_title(string title) =>
        SampleNotice.Read($"{title}\n各科室：\n一、护理部3月底前完成随访名单。\n{Tail}").Title.ShouldBe(title);

    [Theory]
    [InlineData("一、重点任务（一）护理部3月15日前完成名单。（二）医务科3月20日前完成抽查。")]
    [InlineData("一、重点任务1.护理部3月15日前完成名单。2.医务科3月20日前完成抽查。")]
    [InlineData("一、重点任务（一）护理部3月15日前完成名单；（二）医务科3月20日前完成抽查。")]
    [InlineData("（一）护理部3月15日前完成名单。（二）医务科3月20日前完成抽查。")]
    public void Parts_that_go_on_in_one_line_are_parts(string line)
    {
        var draft = SampleNotice.Read($"关于做好春季随访工作的通知\n各科室：\n{line}\n{Tail}");
        draft.Items.Select(i => i.Departments.Single()).ShouldBe(["护理部", "医务科"]);
    }

    [Theory]
    [InlineData("一、医务科按照（一）类标准3月20日前完成抽查。")]
    [InlineData("一、医务科3月20日前完成抽查。执行本通知第三条（一）项的，另行报告。")]
    [InlineData("一、医务科3月20日前完成以下抽查：（1）病历；（2）处方；（3）收费。")]
    [InlineData("一、医务科3月20日前完成抽查，合格率达到98.5%以上，差错率低于1.2%。")]
    public void A_number_in_a_sentence_begins_no_part(string line)
    {
        var draft = SampleNotice.Read($"关于做好春季随访工作的通知\n各科室：\n{line}\n{Tail}");
        draft.Items.ShouldHaveSingleItem().Departments.ShouldBe(["医务科"]);
        draft.Sections.ShouldHaveSingleItem().Children.ShouldBeEmpty();
    }

    [Fact]
    public void A_usual_heading_ends_where_its_text_begins_without_a_break()
    {
        var draft = SampleNotice.Read(
            $"关于做好春季随访工作的通知\n各科室：\n一、总体要求坚持以病人为中心，全面改善感受。\n二、时间安排2024年3月至5月。\n三、工作目标任务分解\n护理部3月底前完成名单。\n{Tail}");
        draft.Sections.Select(s => s.Heading).ShouldBe(["总体要求", "时间安排", "工作目标任务分解"]);
        draft.Sections[0].Text.ShouldBe("坚持以病人为中心，全面改善感受。");
    }

    [Fact]
    public void A_dot_in_a_name_is_no_full_stop_where_the_text_has_others()
    {
        var draft = SampleNotice.Read($"关于做好春季随访工作的通知\n各科室：\n一、3月底前完成名单。（责任人：艾力.买买提；责任科室：护理部）\n{Tail}");
        draft.Items.ShouldHaveSingleItem().Departments.ShouldBe(["护理部"]);
        draft.Text.ShouldContain(l => l.Text.Contains("艾力.买买提", StringComparison.Ordinal), "what is shown stays as it was written");
    }

    [Fact]
    public void Bars_far_down_a_notice_are_its_own()
    {
        var lines = string.Concat(Enumerable.Range(1, 20).Select(no => $"{no}.护理部做好第{no}项记录。\n"));
        SampleNotice.Read($"关于做好春季随访工作的通知\n各科室：\n{lines}公告 | 通知 | 正文\n{Tail}")
            .Text.ShouldContain(l => l.Text == "公告 | 通知 | 正文");
    }

    [Fact]
    public void The_year_of_a_holiday_plans_for_no_year()
    {
        var draft = SampleNotice.Read(
            "关于2026年元旦春节值班工作的通知\n各科室：\n一、护理部12月25日前报值班表。\n二、保卫科1月10日前完成检查。\n青山市第二医院\n2025年12月18日\n");
        draft.Items.Select(i => i.Due).ShouldBe([new DateOnly(2025, 12, 25), new DateOnly(2026, 1, 10)]);
    }
}
