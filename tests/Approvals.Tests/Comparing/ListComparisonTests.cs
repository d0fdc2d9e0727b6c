using System.Collections.Immutable;
using Approvals.Readers.Comparing;

namespace Approvals.Tests.Comparing;

/// <summary>What a supplementary notice changes of a live list, and what a new list promises a second time.</summary>
public sealed class ListComparisonTests
{
    private static readonly ImmutableArray<Promise> Live =
    [
        Of("1", "改善候诊环境", "更换候诊区座椅，增设饮水点和充电宝，地面做防滑处理。", "护理部、总务科", 30),
        Of("2", "优化收费流程", "开通诊间结算和手机缴费，减少窗口排队。", "财务科", 60),
        Of("3", "加强中药快递服务", "与快递公司签约，代煎中药当日寄出，免费配送到家。", "药剂科", 90),
        Of("4", "开展结对帮扶", "与三家卫生院结对，每季度派专家坐诊一次。", "医务科", 120),
    ];

    [Fact]
    public void The_same_list_again_changes_nothing()
    {
        var proposals = ListComparison.Compare(Live, Live, whole: true);

        proposals.Length.ShouldBe(Live.Length);
        proposals.ShouldAllBe(p => p is ListProposal.Same);
        proposals.OfType<ListProposal.Same>().ShouldAllBe(s => s.Changes.IsEmpty && s.Alike.Percent == 100 && s.Row.Key == s.Live.Key);
    }

    [Fact]
    public void A_later_date_and_another_owner_are_changes_of_the_live_item()
    {
        var row = Of("a", "优化收费流程", "开通诊间结算和手机缴费，减少窗口排队。", "信息科、财务科", 75);
        var same = Compare(row).ShouldBeOfType<ListProposal.Same>();

        same.Live.Key.ShouldBe("2");
        same.Changes.Select(c => c.Field).ShouldBe([PromiseField.DueOn, PromiseField.Bodies]);
    }

    [Fact]
    public void Work_that_is_said_otherwise_is_found_by_what_both_say()
    {
        var row = Of("a", "中药代煎配送到家", "代煎中药当日寄出，全市范围免费配送到家。", "", null);
        var same = Compare(row).ShouldBeOfType<ListProposal.Same>();

        same.Live.Key.ShouldBe("3");
        same.Changes.Select(c => c.Field).ShouldBe([PromiseField.Work]);
        same.Alike.SharedWords.ShouldContain("代煎中药当日寄出");
        same.Alike.SharedWords.ShouldContain("免费配送到家");
    }

    [Fact]
    public void What_the_row_does_not_say_is_no_change() =>
        Compare(Of("a", "开展结对帮扶", "与三家卫生院结对，每季度派专家坐诊一次。", "", null)).ShouldBeOfType<ListProposal.Same>().Changes.ShouldBeEmpty();

    [Fact]
    public void A_row_that_gives_only_the_name_and_a_new_day_says_nothing_of_the_work() =>
        Compare(Of("a", "改善候诊环境", "改善候诊环境", "", 45)).ShouldBeOfType<ListProposal.Same>().Changes.Select(c => c.Field)
            .ShouldBe([PromiseField.DueOn]);

    [Fact]
    public void New_work_is_added_and_its_common_words_are_no_likeness() =>
        Compare(Of("a", "开展消防演练", "组织全院消防演练，每半年一次，做好记录。", "保卫科", 40)).ShouldBeOfType<ListProposal.Added>();

    [Theory]
    [InlineData("取消“开展结对帮扶”")]
    [InlineData("开展结对帮扶，不再实施")]
    public void A_row_that_says_so_withdraws_the_live_item(string title)
    {
        var withdrawn = Compare(Of("a", title, title, "", null)).ShouldBeOfType<ListProposal.Withdrawn>();

        withdrawn.Live.Key.ShouldBe("4");
        withdrawn.Row.ShouldNotBeNull();
    }

    [Fact]
    public void Only_a_list_given_anew_as_a_whole_withdraws_what_it_does_not_have()
    {
        ListComparison.Compare(Live, Live[..3], whole: false).OfType<ListProposal.Withdrawn>().ShouldBeEmpty();
        ListComparison.Compare(Live, Live[..3], whole: true).OfType<ListProposal.Withdrawn>()
            .ShouldHaveSingleItem().Live.Key.ShouldBe("4");
    }

    [Fact]
    public void Of_two_rows_that_say_the_same_each_has_its_own_live_item()
    {
        ImmutableArray<Promise> twins =
        [
            Of("x", "组织理论学习", "每月组织一次理论学习。", "第一党支部", 30), Of("y", "组织理论学习", "每月组织一次理论学习。", "第二党支部", 30),
        ];
        ListComparison.Compare(twins, [.. twins.Reverse()], whole: true).OfType<ListProposal.Same>()
            .ShouldAllBe(s => s.Row.Key == s.Live.Key && s.Changes.IsEmpty);
    }

    [Fact]
    public void Neither_the_order_of_the_rows_nor_that_of_the_live_ones_counts()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var live = Invent(random, "L", 12);
            // Some go, some are said a little otherwise, some are new.
            ImmutableArray<Promise> rows =
            [
                .. live.Where(_ => random.Next(4) > 0).Select(l => l with
                {
                    Key = "R" + l.Key,
                    Work = random.Next(3) == 0 ? l.Work[..^3] + "完毕。" : l.Work,
                    DueOn = random.Next(3) == 0 ? l.DueOn?.AddDays(7) : l.DueOn,
                }),
                .. Invent(random, "N", 3),
            ];
            var expected = Told(ListComparison.Compare(live, rows, whole: true));

            Told(ListComparison.Compare(Shuffled(live, random), Shuffled(rows, random), whole: true)).ShouldBe(expected, $"seed {seed}");
            ListComparison.Compare(live, Shuffled(live, random), whole: true)
                .ShouldAllBe(p => p is ListProposal.Same && ((ListProposal.Same)p).Changes.IsEmpty, $"seed {seed}");
        }
    }

    [Fact]
    public void Five_hundred_rows_find_themselves_among_five_thousand_live_ones()
    {
        var random = new Random(7);
        var live = Invent(random, "L", 5_000);
        var rows = Shuffled(live, random)[..500];

        ListComparison.Compare(live, rows, whole: false).OfType<ListProposal.Same>()
            .Count(s => s.Row.Key == s.Live.Key && s.Changes.IsEmpty).ShouldBe(500);
    }

    private static ListProposal Compare(Promise row) => ListComparison.Compare(Live, [row], whole: false).ShouldHaveSingleItem();

    private static string Told(IEnumerable<ListProposal> proposals) => string.Join('\n', proposals.Select(p => p switch
    {
        ListProposal.Added a => $"added {a.Row.Key}",
        ListProposal.Same s => $"same {s.Row.Key} {s.Live.Key} {string.Join(',', s.Changes.Select(c => c.Field))}",
        ListProposal.Withdrawn w => $"withdrawn {w.Live.Key} {w.Row?.Key}",
        _ => throw new InvalidOperationException(),
    }).Order(StringComparer.Ordinal));

    private static ImmutableArray<Promise> Shuffled(ImmutableArray<Promise> promises, Random random)
    {
        var mixed = promises.ToArray();
        random.Shuffle(mixed);
        return [.. mixed];
    }

    private static ImmutableArray<Promise> Invent(Random random, string key, int count)
    {
        string[] verbs = ["改造", "新建", "更换", "培训", "检查", "整理", "公示", "修订", "采购", "评估"];
        string[] things = ["门诊大厅", "手术排班", "病案质量", "消防通道", "药品目录", "志愿服务", "停车秩序", "检验报告", "食堂卫生", "网络安全", "投诉渠道", "护理规范"];
        string[] places = ["东院区", "西院区", "一号楼", "二号楼", "急诊", "住院部", "体检中心", "发热门诊"];
        return
        [
            .. Enumerable.Range(1, count).Select(n =>
            {
                string Pick(string[] words) => words[random.Next(words.Length)];
                var title = Pick(verbs) + Pick(places) + Pick(things);
                return Of($"{key}{n}", title, $"{title}，编号{random.Next(100_000)}，由{Pick(places)}配合{Pick(verbs)}{Pick(things)}。", $"{Pick(places)}科", random.Next(200));
            }),
        ];
    }

    private static Promise Of(string key, string title, string work, string bodies, int? days) => new(
        key, title, work, [], [.. bodies.Split('、', StringSplitOptions.RemoveEmptyEntries)],
        days is { } d ? new DateOnly(2021, 6, 1).AddDays(d) : null, false);
}
