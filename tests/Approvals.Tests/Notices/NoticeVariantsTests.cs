using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>The same document with other names, other dates, without number and date, or laid out otherwise.</summary>
public sealed class NoticeVariantsTests
{
    private static readonly (string From, string To)[] _twin =
    [
        ("绍市中医党〔2021〕18号", "临江一院党〔2026〕31号"), ("绍兴市中医院", "临江市第一人民医院"), ("绍兴市卫生健康委", "临江市卫生健康委"),
        ("2021年6月2日", "2026年8月31日"), ("6月前", "9月前"), ("6月，", "9月，"),
        ("张建荣", "甲一山"), ("官莉莉", "乙二水"), ("邵静松", "丙三木"), ("周忠东", "欧阳四石"),
        ("医务科", "医教部"), ("党建办", "党群科"), ("门诊办", "门诊部"), ("护理部", "护理科"), ("质控办", "质量管理科"),
    ];

    private static string Twin => _twin.Aggregate(SampleNotice.Txt, (text, swap) => text.Replace(swap.From, swap.To));

    [Fact]
    public void The_twin_reads_like_the_original()
    {
        var draft = SampleNotice.Read(Twin);
        draft.Number.ShouldBe("临江一院党〔2026〕31号");
        draft.Issuer.ShouldBe("中共临江市第一人民医院委员会");
        draft.IssuedOn.ShouldBe(new DateOnly(2026, 8, 31));
        draft.Items.Length.ShouldBe(10);
        draft.Items[5].Leaders.ShouldBe(["乙二水", "欧阳四石", "丙三木"]);
        draft.Items[0].Departments.ShouldBe(["医教部", "党群科"]);
        draft.Items[0].Points.Select(p => p.Due).OfType<DateOnly>()
            .ShouldBe([new(2026, 9, 30), new(2026, 8, 31)], "9月前, literally, is the issuing day itself");
        draft.Items[0].Due.ShouldBe(new DateOnly(2026, 9, 30), "an item is due with the last of its points");
        Kinds(draft).Except([(1, FindingKind.DatePast)])
            .ShouldBe(Kinds(SampleNotice.FromTxt).Except([(1, FindingKind.DatePast)]));
    }

    [Fact]
    public void A_title_that_stands_over_the_letterhead_is_the_title_whatever_stands_between_that_and_the_number()
    {
        var draft = SampleNotice.Read("""
            关于开展专项活动的通知
            临江市第一人民医院文件
            内部资料
            临江一院〔2026〕31号
            各科室：
            请各科室2026年9月30日前完成自查。
            """);

        (draft.Title, draft.Number).ShouldBe(("关于开展专项活动的通知", "临江一院〔2026〕31号"));
    }

    [Fact]
    public void Without_number_and_dates_it_is_a_draft_and_no_error()
    {
        var text = SampleNotice.Txt.Replace("绍市中医党〔2021〕18号\n", "").Replace("2021年6月2日印发", "").Replace("2021年6月2日", "");
        var draft = SampleNotice.Read(text);
        (draft.Number, draft.IssuedOn, draft.PrintedOn).ShouldBe((null, null, null));
        draft.Title.ShouldBe(SampleNotice.FromTxt.Title);
        draft.Issuer.ShouldBe(SampleNotice.FromTxt.Issuer);
        draft.PlanTitle.ShouldBe(SampleNotice.FromTxt.PlanTitle);
        draft.Items.Length.ShouldBe(10);
        draft.Items[0].ShouldSatisfyAllConditions(
            i => i.DeadlineText.ShouldBe("6月；6月前"), i => i.Due.ShouldBeNull(), i => i.MustConfirm.ShouldBeTrue());
        draft.Findings.ShouldNotContain(f => f.Item == 1 && f.Kind == FindingKind.NoDate, "its date waits for the issuing date");
    }

    [Fact]
    public void Blanks_for_number_and_date_are_no_number_and_no_date()
    {
        var text = SampleNotice.Txt.Replace("〔2021〕18号", "〔2021〕   号").Replace("2021年6月2日印发", "2021年  月  日印发")
            .Replace("2021年6月2日", "2021年   月   日");
        var draft = SampleNotice.Read(text);
        (draft.Number, draft.IssuedOn, draft.PrintedOn).ShouldBe((null, null, null));
        (draft.Title, draft.Issuer, draft.PlanTitle)
            .ShouldBe((SampleNotice.FromTxt.Title, SampleNotice.FromTxt.Issuer, SampleNotice.FromTxt.PlanTitle));
    }

    [Fact]
    public void A_draft_read_on_a_day_gets_proposals_from_that_day()
    {
        var text = SampleNotice.Txt.Replace("2021年6月2日", "");
        SampleNotice.Read(text, SampleNotice.Options with { ReadOn = new DateOnly(2021, 6, 2) }).Items[0].Due.ShouldBe(
            new DateOnly(2021, 6, 30));
    }

    [Theory]
    [InlineData("（2021）")]
    [InlineData("[2021]")]
    [InlineData("【2021】")]
    public void A_number_in_wrong_brackets_is_kept_and_doubted(string year)
    {
        var draft = SampleNotice.Read(SampleNotice.Txt.Replace("〔2021〕", year));
        draft.Number.ShouldBe($"绍市中医党{year}18号");
        draft.Findings.ShouldContain(f => f.Kind == FindingKind.WrongBracket);
    }

    [Fact]
    public void An_issuing_date_after_the_printing_date_is_doubted() =>
        SampleNotice.Read(SampleNotice.Txt.Replace("2021年6月2日印发", "2021年6月1日印发")).Findings.ShouldContain(
            f => f.Kind == FindingKind.DateOrder);

    [Fact]
    public void Chinese_numerals_are_a_date_too() =>
        SampleNotice.Read(SampleNotice.Txt.Replace("\n2021年6月2日", "\n二〇二一年六月二日")).IssuedOn.ShouldBe(new DateOnly(2021, 6, 2));

    [Fact]
    public void Names_that_the_directory_lacks_are_shown_with_the_nearest()
    {
        var known = SampleNotice.FromTxt.Items.SelectMany(i => i.Leaders.Concat(i.Departments)).ToHashSet();
        known.Remove("官莉莉");
        var draft = SampleNotice.Read(
            SampleNotice.Txt.Replace("邵静松\n", "邵静忪\n"), SampleNotice.Options with { KnownNames = [.. known] });
        draft.Findings.Where(f => f.Kind == FindingKind.UnknownName && f.Message.Contains("官莉莉")).Select(f => f.Item)
            .ShouldBe([3, 4, 5, 6, 8]);
        draft.Findings.ShouldContain(
            f => f.Kind == FindingKind.UnknownName && f.Message.Contains("邵静忪") && f.Message.Contains("最接近的是“邵静松”"));
    }

    [Fact]
    public void Gb18030_reads_like_utf_8()
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(SampleNotice.Txt);
        SampleNotice.WithoutPlaces(SampleNotice.Read(bytes, "18.txt")).ShouldBe(SampleNotice.WithoutPlaces(SampleNotice.FromTxt));
    }

    [Fact]
    public void Extra_blanks_blank_lines_and_windows_line_ends_change_nothing()
    {
        var text = string.Join("\r\n", SampleNotice.Txt.Split('\n').Select(l => l.Contains('\t') ? $"{l.TrimEnd()}  " : $"　{l} "))
            .Replace("\r\n　 \r\n", "\r\n　 \r\n \r\n");
        SameReading(SampleNotice.Read(text));
    }

    [Fact]
    public void A_row_in_one_line_reads_like_a_row_of_a_cell_a_line()
    {
        var rows = SampleNotice.FromTxt.Items.Select(i =>
            $"{i.No}\t{i.Title}\t{i.Plan.Replace("\n", "")}\t{string.Join('、', i.Leaders)}\t{string.Join('、', i.Departments)}");
        var before = SampleNotice.Txt[..SampleNotice.Txt.IndexOf("\t序号", StringComparison.Ordinal)];
        var text = $"{before}序号\t重点举措\t工作计划及进度安排\t责任领导\t责任科室\n{string.Join('\n', rows)}\n\n抄送：某单位。\n";
        SampleNotice.WithoutPlaces(SampleNotice.Read(text))
            .ShouldBe(SampleNotice.WithoutPlaces(SampleNotice.FromTxt).Replace("活动。\n6月前", "活动。6月前"));
    }

    [Fact]
    public void Split_runs_in_word_change_nothing() =>
        SameReading(SampleNotice.Read(DocxMutants.Rewrite(SampleNotice.Docx, DocxMutants.SplitRuns), "18.docx"));

    [Fact]
    public void Deleted_and_moved_text_of_tracked_changes_is_not_read() =>
        SameReading(SampleNotice.Read(DocxMutants.Rewrite(SampleNotice.Docx, xml => xml.Replace(
            "<w:t>医务科</w:t>", "<w:t>医务科</w:t></w:r><w:del><w:r><w:delText>、旧科室</w:delText></w:r></w:del>"
                + "<w:moveFrom><w:r><w:t>、又一科</w:t></w:r></w:moveFrom><w:r>")), "18.docx"));

    [Fact]
    public void Lead_and_support_are_what_the_text_calls_so()
    {
        var names = OwnerText.Read("牵头：医务科\n配合：护理部、门诊办；质控办", Column.Departments);
        names.Departments.ShouldBe(["医务科", "护理部", "门诊办", "质控办"]);
        names.Lead.ShouldBe(["医务科"]);
        names.Support.ShouldBe(["护理部", "门诊办", "质控办"]);
        OwnerText.Read("医务科（牵头）、护理部", Column.Departments).Lead.ShouldBe(["医务科"]);
        OwnerText.Read("李 明\n王小 二", Column.Leaders).Leaders.ShouldBe(["李明", "王小", "二"]);
    }

    private static void SameReading(NoticeDraft draft)
    {
        SampleNotice.WithoutPlaces(draft).ShouldBe(SampleNotice.WithoutPlaces(SampleNotice.FromTxt));
        draft.Findings.Select(f => f.Key).ShouldBe(SampleNotice.FromTxt.Findings.Select(f => f.Key));
    }

    private static IEnumerable<(int?, FindingKind)> Kinds(NoticeDraft draft) => draft.Findings.Select(f => (f.Item, f.Kind));
}
