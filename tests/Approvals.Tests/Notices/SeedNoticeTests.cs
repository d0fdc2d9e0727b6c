using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>What reading 绍市中医党〔2021〕18号 must find (the field's test vector), from both files.</summary>
public sealed class SeedNoticeTests
{
    public static TheoryData<string> Files => ["docx", "txt"];

    private static readonly Dictionary<string, int[]> _leaders = new()
    {
        ["张建荣"] = [1, 2, 9],
        ["官莉莉"] = [3, 4, 5, 6, 8],
        ["邵静松"] = [5, 6, 7, 8, 10],
        ["周忠东"] = [6],
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_head_is_read(string file)
    {
        var draft = Draft(file);
        draft.Number.ShouldBe("绍市中医党〔2021〕18号");
        draft.Issuer.ShouldBe("中共绍兴市中医院委员会");
        draft.Title.ShouldBe("中共绍兴市中医院委员会印发《关于开展“护佑健康·医心为民”专题实践活动方案》的通知");
        draft.Addressees.ShouldBe(["各支部", "各科室"]);
        draft.IssuedOn.ShouldBe(new DateOnly(2021, 6, 2));
        draft.PrintedOn.ShouldBe(new DateOnly(2021, 6, 2));
        draft.Cc.ShouldBe(["中共绍兴市卫生健康委员会委员会"]);
        draft.PlanTitle.ShouldBe("关于开展“护佑健康·医心为民”实践活动方案");
        draft.Annexes.ShouldBe(["开展“护佑健康·医心为民”专题实践活动工作清单"]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_sections_are_a_tree_and_the_unnumbered_fifth_is_marked_as_implied(string file)
    {
        var sections = Draft(file).Sections;
        sections.Select(s => s.Heading).ShouldBe(["总体要求", "目标任务", "活动安排", "组织保障"]);
        sections[2].Children.Select(s => s.No).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        sections[2].Children.Where(s => s.Implied).Select(s => s.Heading).ShouldBe(["完善服务措施，方便患者就医"]);
        sections[3].Children.Length.ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Ten_items_have_the_leaders_and_departments_of_the_annex(string file)
    {
        var items = Draft(file).Items;
        items.Select(i => i.No).ShouldBe(Enumerable.Range(1, 10));
        foreach (var (leader, rows) in _leaders)
        {
            items.Where(i => i.Leaders.Contains(leader)).Select(i => i.No).ShouldBe(rows);
        }

        items.Select(i => string.Join('、', i.Departments)).ShouldBe(
        [
            "医务科、党建办", "党建办", "医务科、门诊办、临床药学、中西药剂", "门诊办", "门诊办、护理部",
            "各窗口科室", "医务科、护理部", "医务科、质控办", "纪检监察室、门诊办、医患办", "医务科",
        ]);
        items.ShouldAllBe(i => i.Lead.IsEmpty && i.Support.IsEmpty);
        items[5].Leaders.ShouldBe(["官莉莉", "周忠东", "邵静松"]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Only_the_dates_that_the_words_give_are_proposed(string file)
    {
        var items = Draft(file).Items;
        items.Where(i => i.Due is not null).Select(i => (i.No, i.Due!.Value, i.MustConfirm))
            .ShouldBe([(1, new(2021, 6, 30), true), (10, new(2021, 12, 31), true)]);
        items[0].DeadlineText.ShouldBe("6月；6月前");
        items[0].Points.Where(p => p.DeadlineText is not null).Select(p => (p.DeadlineText, p.Due, p.MustConfirm, p.Confidence))
            .ShouldBe([("6月", new DateOnly(2021, 6, 30), false, .85), ("6月前", new DateOnly(2021, 6, 30), true, .4)]);
        items[9].DeadlineText.ShouldBe("全年");
        items.Where(i => i.DeadlineText is null).Select(i => i.No).ShouldBe([2, 4, 5, 6, 7, 8, 9]);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_clinics_of_row_3_have_clocks_of_their_own(string file)
    {
        var item = Draft(file).Items[2];
        item.Points.Select(p => (p.DeadlineText, p.Recurrence, p.RecurrenceTime, p.Due))
            .ShouldBe([("夏季", null, null, null), ("每周二、周五上午", "FREQ=WEEKLY;BYDAY=TU,FR", "08:00-12:00", null)]);
        item.Recurrence.ShouldBe("FREQ=WEEKLY;BYDAY=TU,FR");
        item.MustConfirm.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Hidden_measures_and_kinds_of_points_are_read(string file)
    {
        var items = Draft(file).Items;
        items[8].Points[^1].Measure.ShouldBe(new("实现出院患者跟踪回访全覆盖", 100, "%", false));
        items[7].Points.Where(p => p.Measure is { NeedsBaseline: true }).Select(p => p.Measure!.Phrase)
            .ShouldBe(["减少平均住院日", "降低人均住院费"]);
        items[2].Points.Select(p => p.Kind).ShouldBe([PointKind.Facility, PointKind.Periodic]);
        items[9].Points.Single().Kind.ShouldBe(PointKind.YearRound);
        items[8].Points[1].Kind.ShouldBe(PointKind.Mechanism);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Six_rows_repeat_the_body_and_four_differ(string file)
    {
        FindingKind[] differences =
        [
            FindingKind.ItemTitleDiffers, FindingKind.WordsChanged, FindingKind.WordsDropped, FindingKind.WordsAdded,
            FindingKind.DateAdded, FindingKind.DateDropped, FindingKind.DateChanged, FindingKind.ItemNotInBody,
            FindingKind.BodyNotInAnnex,
        ];
        Draft(file).Findings.Where(f => differences.Contains(f.Kind)).Select(f => (f.Item, f.Kind)).ShouldBe(
        [
            (1, FindingKind.ItemTitleDiffers), (1, FindingKind.WordsDropped), (1, FindingKind.DateAdded),
            (5, FindingKind.WordsChanged), (6, FindingKind.ItemTitleDiffers), (10, FindingKind.DateDropped),
        ]);
    }

    [Theory]
    [InlineData(1, FindingKind.ItemTitleDiffers, "发挥特色优势，开展‘越医送健康’活动", "发挥中医特色，开展‘越医送健康’")]
    [InlineData(1, FindingKind.WordsDropped, "发挥中医药特色优势", "组织")]
    [InlineData(1, FindingKind.DateAdded, "6月前", "录制")]
    [InlineData(5, FindingKind.WordsChanged, "中药快递等服务", "中药快速等服务")]
    [InlineData(6, FindingKind.ItemTitleDiffers, "提升患者体验", "改善患者体验")]
    [InlineData(10, FindingKind.DateDropped, "全年", "推广中医药适宜技术")]
    [InlineData(null, FindingKind.NumberingGap, "（五）", "完善服务措施，方便患者就医")]
    [InlineData(null, FindingKind.TitleDiffers, "专题实践活动方案", "为民’实践活动方案")]
    [InlineData(null, FindingKind.TruncatedSentence, "确保实践活动", "没有说完")]
    [InlineData(5, FindingKind.OwnerNotResponsible, "由各病区牵头", "门诊办、护理部")]
    [InlineData(3, FindingKind.BodyNameDiffers, "中药剂、西药剂", "中西药剂")]
    [InlineData(null, FindingKind.MissingFullStop, "抄送：中共绍兴市卫生健康委员会委员会", "句号")]
    [InlineData(1, FindingKind.DatePast, "2021-05-31", "2021-06-30")]
    [InlineData(6, FindingKind.CollectiveOwner, "各窗口科室", "归口")]
    public void Each_difference_is_one_sentence_that_shows_both_wordings(int? item, FindingKind kind, string one, string other)
    {
        foreach (var draft in new[] { SampleNotice.FromDocx, SampleNotice.FromTxt })
        {
            var finding = draft.Findings.Where(f => f.Item == item && f.Kind == kind).ShouldHaveSingleItem();
            finding.Message.ShouldContain(one);
            finding.Message.ShouldContain(other);
            finding.Message.ShouldEndWith("。");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Only_row_1_carries_a_date(string file) =>
        Draft(file).Findings.Where(f => f.Kind == FindingKind.NoDate).Select(f => f.Item).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9, 10]);

    [Fact]
    public void Both_files_give_the_same_items_and_the_same_findings()
    {
        SampleNotice.WithoutPlaces(SampleNotice.FromTxt).ShouldBe(SampleNotice.WithoutPlaces(SampleNotice.FromDocx));
        SampleNotice.FromTxt.Findings.Select(f => (f.Key, f.Kind, f.Item, f.Message))
            .ShouldBe(SampleNotice.FromDocx.Findings.Select(f => (f.Key, f.Kind, f.Item, f.Message)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_value_points_at_its_words(string file)
    {
        var draft = Draft(file);
        SampleNotice.At(draft, draft.Sources.Number).ShouldBe(draft.Number);
        SampleNotice.At(draft, draft.Sources.Title).ShouldBe(draft.Title);
        SampleNotice.At(draft, draft.Sources.IssuedOn).ShouldBe("2021年6月2日");
        foreach (var item in draft.Items)
        {
            SampleNotice.At(draft, item.Sources.Title).ShouldBe(item.Title);
            SampleNotice.At(draft, item.Sources.Plan).ShouldBe(item.Plan.Replace("\n", ""));
            SampleNotice.At(draft, item.Sources.Leaders).ShouldBe(string.Concat(item.Leaders));
            SampleNotice.At(draft, item.Sources.Departments).ShouldBe(string.Concat(item.Departments));
            item.Points.ShouldAllBe(p => SampleNotice.At(draft, p.Source) == p.Text);
            item.Points.Where(p => p.DeadlineText is not null)
                .ShouldAllBe(p => SampleNotice.At(draft, p.DeadlineSource) == p.DeadlineText);
        }

        SampleNotice.At(draft, Find(draft, 10, FindingKind.DateDropped).Other).ShouldBe("全年");
        SampleNotice.At(draft, Find(draft, 5, FindingKind.WordsChanged).Source).ShouldBe("速");
        SampleNotice.At(draft, Find(draft, null, FindingKind.TruncatedSentence).Source).ShouldBe("确保实践活动。");
    }

    private static NoticeFinding Find(NoticeDraft draft, int? item, FindingKind kind) =>
        draft.Findings.Single(f => f.Item == item && f.Kind == kind);

    private static NoticeDraft Draft(string file) => file == "docx" ? SampleNotice.FromDocx : SampleNotice.FromTxt;
}
