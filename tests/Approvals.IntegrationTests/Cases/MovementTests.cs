using System.Text;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Verify;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Cases;

/// <summary>退回, 撤回, 撤销 and 合并 on real PostgreSQL, alone and from a barrier: rows are the history, and nothing happens twice.</summary>
[Trait("Part", "store")]
public sealed class MovementTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const string Withdraw = "撤销事项";

    private const string Merge = "合并到另一事项";

    [Fact]
    public async Task Returned_straight_back_it_comes_from_the_draft_to_the_signature()
    {
        var office = await OpenAsync();
        var notice = await SigningAsync(office);
        await office.DoAsync(Choosing(await office.PressOfAsync(notice, "退回修改"), "drafting", WayBack.StraightBack));
        (await office.LookAsync(notice)).Case.StraightBack.ShouldBe(new StageId("signing"));
        await ProveAsync(office);

        await office.PressAsync(notice, "送核稿");
        await StandsAsync(office, notice, "签发");
        await ProveAsync(office);
    }

    [Fact]
    public async Task Taken_back_the_round_is_over_and_what_waited_for_the_next_is_gone()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync(1);
        await office.PressAsync(notice, "送核稿");
        var sender = (await office.LookAsync(notice)).Case.Votes[^1].Decider.Person;
        (await RecallAsync(office, notice, sender, 2)).ShouldBe(new Answer.Done(false));

        await StandsAsync(office, notice, "拟稿");
        (await office.QueryAsync<int>("SELECT round FROM assignment WHERE case_id = @id", new { id = notice.Value })).ShouldBe([3]);
        (await RecallAsync(office, notice, sender, 3)).ShouldBe(new Answer.Refused(new Refusal.TooLateToRecall()));
        await ProveAsync(office);
    }

    [Fact]
    public async Task The_same_recall_sent_twice_is_one_recall()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync(1);
        await office.PressAsync(notice, "送核稿");
        var recall = new CaseCommand.Recall(2, (await office.LookAsync(notice)).Case.Votes[^1].Decider.Person, null);
        var key = office.NewKey();
        (await office.Cases.HandleAsync(office.Unit, notice, recall, key, CancellationToken.None)).ShouldBe(new Answer.Done(false));
        (await office.Cases.HandleAsync(office.Unit, notice, recall, key, CancellationToken.None)).ShouldBe(new Answer.Done(true));
        (await office.Cases.HandleAsync(office.Unit, notice, recall with { Reason = "又" }, key, CancellationToken.None))
            .ShouldBe(new Answer.KeyReused());
    }

    [Fact]
    public async Task Taking_back_and_signing_next_at_once_only_one_of_them_happens()
    {
        var office = await OpenAsync();
        var taken = 0;
        await RepeatAsync(async round =>
        {
            var notice = await office.DraftAsync(1);
            await office.SendAsync(await office.PressOfAsync(notice, "送核稿"));
            var sender = (await office.LookAsync(notice)).Case.Votes[^1].Decider.Person;
            var agree = await office.PressOfAsync(notice, "同意");
            var answers = await AtOnceAsync(() => RecallAsync(office, notice, sender, 2), () => office.SendAsync(agree));

            answers.Count(a => a == new Answer.Done(false)).ShouldBe(1, $"round {round}: {answers[0]} {answers[1]}");
            answers.OfType<Answer.Refused>().ShouldHaveSingleItem();
            taken += answers[0] == new Answer.Done(false) ? 1 : 0;
            await StandsAsync(office, notice, answers[0] == new Answer.Done(false) ? "拟稿" : "会签");
        });
        output.WriteLine($"{taken} taken back");
        await ProveAsync(office);
    }

    [Fact]
    public async Task A_notice_that_is_withdrawn_takes_everything_below_with_it_once()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync(rows: 3);
        var tree = await office.TreeAsync(notice);
        await office.DoAsync(await StandingAsync(office, notice, "撤销公文"));

        (await office.TreeAsync(notice)).ShouldBeEmpty("nothing is open any more");
        await CancelledOnceAsync(office, tree, but: notice);
        (await office.QueryAsync<long>(
            "SELECT count(*) FROM assignment WHERE case_id = ANY (@ids)", new { ids = tree.Select(t => t.Value).ToArray() }))
            .ShouldBe([0]);
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
        await ProveAsync(office);
    }

    [Fact]
    public async Task Who_decided_on_paper_that_it_is_withdrawn_is_told_what_was_written_down_for_him()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync(rows: 1);
        var press = await StandingAsync(office, notice, "撤销公文");
        var recorded = press.Act with { By = office.Person("何书简"), RecordedFor = press.Act.By, Occasion = "党委会纪要" };
        await office.DoAsync(press with { Act = recorded });

        (await office.QueryAsync<long>(
            "SELECT count(*) FROM outbox WHERE recipient = @who AND convert_from(payload, 'UTF8') LIKE @case",
            new { who = press.Act.By.Value, @case = $"%{notice}%" })).ShouldBe([1]);
        await ProveAsync(office);
    }

    [Fact]
    public async Task A_part_that_is_handed_in_while_all_is_withdrawn_ends_once_whichever_was_first()
    {
        var office = await OpenAsync();
        var handedIn = 0;
        await RepeatAsync(async round =>
        {
            var notice = await office.IssuedAsync(rows: 1);
            var (branch, item) = await WorkingAsync(office, notice);
            var withdraw = await StandingAsync(office, item, Withdraw);
            var submit = await office.PressOfAsync(branch, "提交");
            var answers = await AtOnceAsync(
                async () =>
                {
                    var answer = await office.SendAsync(withdraw);
                    await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
                    return answer;
                },
                () => office.SendAsync(submit));
            await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

            answers[0].ShouldBe(new Answer.Done(false), $"round {round}");
            (answers[1] == new Answer.Done(false) || answers[1] is Answer.Refused).ShouldBeTrue($"round {round}: {answers[1]}");
            handedIn += answers[1] == new Answer.Done(false) ? 1 : 0;
            await StandsAsync(office, item, "已撤销");
            await StandsAsync(office, branch, answers[1] == new Answer.Done(false) ? "已提交" : "已撤销");
            (await EventsAsync(office, branch)).OfType<CaseEvent.CaseEnded>().ShouldHaveSingleItem($"round {round}");
            (await EventsAsync(office, item)).OfType<CaseEvent.CaseEnded>().ShouldHaveSingleItem($"round {round}");
        });
        output.WriteLine($"{handedIn} handed in first");
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
        await ProveAsync(office);
    }

    [Fact]
    public async Task Merged_the_other_item_has_the_departments_and_a_branch_for_each_that_is_new()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync(rows: 3); // 门诊办 and 医务科; 医务科; 护理部 and 质管办
        var (first, second) = (await ItemAsync(office, notice, "第1项"), await ItemAsync(office, notice, "第3项"));
        await office.DoAsync(await StandingAsync(office, first, Merge, second));

        await StandsAsync(office, first, "已合并");
        (await office.LookAsync(second)).Case.Party(Party.ResponsibleDepartments).Bodies.ShouldBe(
            [office.Body("护理部"), office.Body("质管办"), office.Body("门诊办"), office.Body("医务科")]);
        (await office.LookAsync(second)).Case.Party(Party.LeadDepartment).Bodies.ShouldBe([office.Body("护理部")]);
        (await office.TreeAsync(second)).Count.ShouldBe(5);
        (await office.TreeAsync(first)).ShouldBeEmpty();
        await ProveAsync(office);
    }

    [Fact]
    public async Task Nothing_is_merged_into_an_item_that_is_past_its_division_and_a_part_handed_in_there_begins_anew()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync(rows: 3); // 门诊办 and 医务科; 医务科; 护理部 and 质管办
        var (first, second) = (await ItemAsync(office, notice, "第1项"), await ItemAsync(office, notice, "第2项"));
        var part = (await office.TreeAsync(second)).First(id => id != second);
        await office.PressAsync(part, "签收");
        await office.PressAsync(part, "提交");
        await StandsAsync(office, second, "科室审核");
        (await office.SendAsync(await StandingAsync(office, first, Merge, second)))
            .ShouldBe(new Answer.Refused(new Refusal.TakesInNothing("第2项", new StageId("department-signing"))));
        await StandsAsync(office, first, "办理中");

        var back = await ItemAsync(office, notice, "第3项");
        await office.DoAsync(await StandingAsync(office, first, Merge, back));
        await office.PressAsync(second, "退回重办");
        await office.DoAsync(await StandingAsync(office, second, Merge, back));
        (await office.TreeAsync(back)).Count.ShouldBe(6, "医务科 has its part of the one and its part of the other");
        await ProveAsync(office);
    }

    [Fact]
    public async Task Another_leader_signs_what_waited_for_the_one_before_him()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync(rows: 2);
        var item = await ItemAsync(office, notice, "第2项"); // 林清和's
        var part = (await office.TreeAsync(item)).First(id => id != item);
        await office.PressAsync(part, "签收");
        await office.PressAsync(part, "提交");
        await office.PressAsync(item, "同意");
        await StandsAsync(office, item, "责任领导审签");
        var rename = await StandingAsync(office, item, "改派责任领导");
        await office.DoAsync(rename with
        {
            Act = rename.Act with
            {
                Inputs = rename.Act.Inputs with
                {
                    Named = rename.Act.Inputs.Named.SetItem(Party.ResponsibleLeaders, PartyMembers.Of(office.Person("方知行"))),
                },
            },
        });

        (await office.QueryAsync<int>("SELECT person_id FROM assignment_sitter WHERE case_id = @item", new { item = item.Value }))
            .ShouldBe([office.Person("方知行").Value]);
        await ProveAsync(office);
        await office.PressAsync(item, "同意", "方知行");
        await StandsAsync(office, item, "待自查");
        await ProveAsync(office);
    }

    [Fact]
    public async Task Two_items_merged_into_each_other_at_once_are_one_item()
    {
        var office = await OpenAsync();
        await RepeatAsync(async round =>
        {
            var notice = await office.IssuedAsync(rows: 3);
            var (one, other) = (await ItemAsync(office, notice, "第1项"), await ItemAsync(office, notice, "第3项"));
            var presses = new[] { await StandingAsync(office, one, Merge, other), await StandingAsync(office, other, Merge, one) };
            var answers = await AtOnceAsync(() => office.SendAsync(presses[0]), () => office.SendAsync(presses[1]));
            await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

            answers.Count(a => a == new Answer.Done(false)).ShouldBe(1, $"round {round}: {answers[0]} {answers[1]}");
            var left = answers[0] == new Answer.Done(false) ? other : one;
            (await office.LookAsync(left)).Case.Party(Party.ResponsibleDepartments).Bodies.Length.ShouldBe(4, $"round {round}");
        });
        await ProveAsync(office);
    }

    [Fact]
    public async Task What_is_handed_over_and_refused_stands_aside_with_its_reason_and_is_done_once_somebody_has_acted()
    {
        var office = await OpenAsync(Handing());
        var notice = await office.IssuedAsync(rows: 1);
        var branch = (await office.TreeAsync(notice))[0];
        var item = (await office.LookAsync(branch)).Case.Parent.ShouldNotBeNull();
        await office.PressAsync(item, "中止");
        await office.DoAsync(await StandingAsync(office, branch, "报告困难"));

        (await office.QueryAsync<string>("SELECT parked FROM wake")).ShouldHaveSingleItem().ShouldBe("中止期间不收。");
        (await EventsAsync(office, item)).OfType<CaseEvent.HandedActDone>().ShouldBeEmpty();
        await ProveAsync(office, but: "nothing-is-parked");

        await office.PressAsync(item, "恢复办理");
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        (await EventsAsync(office, item)).OfType<CaseEvent.HandedActDone>().ShouldHaveSingleItem().From.ShouldBe(branch);
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
        await ProveAsync(office);
    }

    /// <summary>The shipped definitions, where a branch may also tell its item of a difficulty.</summary>
    private static string Handing()
    {
        var folder = TestCluster.NewFolder();
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.yaml"))
        {
            var text = File.ReadAllText(path);
            text = Path.GetFileName(path) switch
            {
                "branch.yaml" => text.Replace(
                    "stages:\n",
                    "at_any_stage:\n"
                    + "  tell: {title: 报告困难, signers: {role: office}, effects: [{hand: told, to_parent: true}]}\n"
                    + "stages:\n"),
                "item.yaml" => text.Replace(
                    "  withdraw:\n",
                    "  told: {title: 收到困难, handed: true, when: not suspended, else_say: 中止期间不收。}\n  withdraw:\n"),
                _ => text,
            };
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(path)), text, Encoding.UTF8);
        }

        return folder;
    }

    private static Press Choosing(Press press, string stage, WayBack way) => press with
    {
        Act = press.Act with { Inputs = press.Act.Inputs with { Target = new StageId(stage), Way = way } },
    };

    private static Task<Answer> RecallAsync(Office office, CaseId id, PersonId by, int round) =>
        office.Cases.HandleAsync(office.Unit, id, new CaseCommand.Recall(round, by, null), office.NewKey(), CancellationToken.None);

    private static async Task<Press> StandingAsync(Office office, CaseId id, string title, CaseId? sibling = null) =>
        Walk.Standing(await office.LookAsync(id), office, sibling).First(p => p.Title == title);

    private static async Task<CaseId> SigningAsync(Office office)
    {
        var notice = await office.DraftAsync(1);
        foreach (var action in new[] { "送核稿", "同意", "同意", "同意" })
        {
            await office.PressAsync(notice, action);
        }

        await StandsAsync(office, notice, "签发");
        return notice;
    }

    /// <summary>The lead's branch of the only item, at work.</summary>
    private static async Task<(CaseId Branch, CaseId Item)> WorkingAsync(Office office, CaseId notice)
    {
        var branch = (await office.TreeAsync(notice))[0];
        await office.PressAsync(branch, "签收");
        return (branch, (await office.LookAsync(branch)).Case.Parent.ShouldNotBeNull());
    }

    private static async Task<CaseId> ItemAsync(Office office, CaseId notice, string title)
    {
        foreach (var id in await office.TreeAsync(notice))
        {
            if ((await office.LookAsync(id)).Case is { Workflow.Value: "item" } item && item.Title == title)
            {
                return id;
            }
        }

        throw new InvalidOperationException($"no item {title}");
    }

    private static async Task StandsAsync(Office office, CaseId id, string stage)
    {
        var looked = await office.LookAsync(id);
        looked.Workflow.TitleOf(looked.Case.Stage).ShouldBe(stage);
    }

    private static async Task<List<CaseEvent>> EventsAsync(Office office, CaseId id) => [.. (await office.QueryAsync<byte[]>(
        "SELECT payload FROM case_event WHERE case_id = @id ORDER BY seq", new { id = id.Value })).Select(p => CaseJson.Event(p))];

    private static async Task CancelledOnceAsync(Office office, IEnumerable<CaseId> tree, CaseId but)
    {
        foreach (var id in tree.Where(id => id != but))
        {
            var events = await EventsAsync(office, id);
            events.OfType<CaseEvent.Cancelled>().ShouldHaveSingleItem();
            events.OfType<CaseEvent.CaseEnded>().ShouldHaveSingleItem();
        }
    }

    private async Task ProveAsync(Office office, string? but = null)
    {
        await office.ProveAsync();
        (await new StoreCheck(store.Database).RunAsync(office.Unit, default)).Where(b => b.Rule.Name != but).ShouldBeEmpty();
    }

    private async Task RepeatAsync(Func<int, Task> round)
    {
        var times = LongRun.Times("store", 12, 1000);
        for (var done = 1; done <= times; done++)
        {
            await round(done);
        }

        output.WriteLine($"{times} rounds");
    }

    private static async Task<Answer[]> AtOnceAsync(params Func<Task<Answer>>[] presses)
    {
        using var barrier = new Barrier(presses.Length);
        return await Task.WhenAll(presses.Select(press => Task.Run(async () =>
        {
            barrier.SignalAndWait();
            return await press();
        })));
    }

    private async Task<Office> OpenAsync(string? workflows = null)
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        return await Office.OpenAsync(store, workflows);
    }
}
