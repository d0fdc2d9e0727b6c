using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>Cases that wait for others: nobody is forgotten, and what cannot be done stands aside with its reason.</summary>
public sealed class WakeTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Morning = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_asked_and_refused_stands_aside_with_its_reason_and_holds_up_nobody()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync(rows: 1);
        var item = await ReachAsync(office, notice, "待验收");
        var campaign = (await office.LookAsync(item)).Case.Parent.ShouldNotBeNull();
        var press = await office.PressOfAsync(campaign, "开始验收检查");
        // Both belong to a department of the item, so that nobody is left to inspect it.
        var inspectors = PartyMembers.Of(office.Person("韩亦舟"), office.Person("宋怀谷"));
        var named = press.Act.Inputs.Named.ToDictionary(n => n.Key, _ => inspectors);
        await office.DoAsync(press with { Act = press.Act with { Inputs = press.Act.Inputs with { Named = [.. named] } } });

        var parked = (await office.QueryAsync<string>("SELECT parked FROM wake")).Distinct().ShouldHaveSingleItem();
        parked.ShouldEndWith("现在没有人可以办，请先请办公室补上人员。");
        (await office.QueryAsync<string?>("SELECT parked_error FROM wake")).ShouldAllBe(error => error == null);
        (await office.LookAsync(item)).Workflow.TitleOf((await office.LookAsync(item)).Case.Stage).ShouldBe("待验收");
        await office.ProveAsync();
        // Others go on, and this one is not tried for ever.
        await office.IssuedAsync(rows: 1);
    }

    [Fact]
    public async Task A_look_that_breaks_is_set_aside_and_the_press_before_it_stays_done()
    {
        var office = await OpenAsync(Campaign("wait: {until: every item has ended, to: running}"));
        var notice = await office.IssuedAsync(rows: 1);
        // Its rows are read when the campaign goes on by itself, not only when it opens.
        (await office.TreeAsync(notice)).Count.ShouldBe(5);

        var impossible = await ImpossibleAsync(office);

        (await office.TreeAsync(impossible)).Count.ShouldBe(2);
        (await office.QueryAsync<string>("SELECT parked FROM wake")).Distinct().ShouldHaveSingleItem().ShouldContain("没有人可以办理");
        await office.ProveAsync();
    }

    [Fact]
    public async Task What_was_set_aside_is_done_once_the_department_has_people()
    {
        var office = await OpenAsync(Campaign("wait: {until: every item has ended, to: running}"));
        var impossible = await ImpossibleAsync(office);
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        (await office.TreeAsync(impossible)).Count.ShouldBe(2, "nothing has changed");

        await LendPeopleAsync(office);
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

        (await office.TreeAsync(impossible)).Count.ShouldBeGreaterThan(2);
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
        await office.ProveAsync();
        await TakeBackAsync(office);
    }

    [Fact]
    public async Task What_was_set_aside_is_tried_again_by_a_node_that_starts()
    {
        var office = await OpenAsync(Campaign("wait: {until: every item has ended, to: running}"));
        var impossible = await ImpossibleAsync(office);
        await LendPeopleAsync(office);
        // As if it had been set aside under this very directory: only a start is a reason to try again.
        await TestCluster.ExecuteAsync(store.AdminConnection, "UPDATE wake SET parked_version = (SELECT max(version) FROM unit_directory)");
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        (await office.TreeAsync(impossible)).Count.ShouldBe(2, "the directory is the same");

        await office.Waker.StartAsync(CancellationToken.None);
        // Asked again and again, not slept through: the row goes when the node has looked.
        await Until.TrueAsync(async () => (await office.QueryAsync<long>("SELECT count(*) FROM wake")).Single() == 0);

        await office.Waker.StopAsync(CancellationToken.None);
        (await office.TreeAsync(impossible)).Count.ShouldBeGreaterThan(2);
        await office.ProveAsync();
        await TakeBackAsync(office);
    }

    [Fact]
    public async Task Rows_are_split_by_a_press_as_well_as_by_an_opening()
    {
        var office = await OpenAsync(Campaign("signers: {role: office}\n    actions:\n      begin: {title: 启动, to: running}"));
        var notice = await office.IssuedAsync(rows: 3);
        var campaign = (await office.TreeAsync(notice))[0];
        await office.PressAsync(campaign, "启动");

        (await office.TreeAsync(campaign)).Count.ShouldBe(1 + 3 + 5);
        await office.ProveAsync();
    }

    [Fact]
    public async Task A_transfer_reaches_the_item_and_its_rows()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync(rows: 1);
        var branch = (await office.TreeAsync(notice))[0];
        var item = (await office.LookAsync(branch)).Case.Parent.ShouldNotBeNull();
        await office.PressAsync(branch, "退回");
        await office.PressAsync(branch, "改派");

        (await office.LookAsync(item)).Case.Party(Engine.Definitions.Party.ResponsibleDepartments).Bodies.ShouldContain(
            office.Body("护理部"));
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
        await office.ProveAsync();
    }

    /// <summary>A notice whose one row falls to a department without people, when its campaign goes on by itself.</summary>
    private async Task<CaseId> ImpossibleAsync(Office office)
    {
        var impossible = await office.DraftAsync(rows: 1);
        await using (var connection = new NpgsqlConnection(store.AdminConnection))
        {
            await connection.OpenAsync();
            await connection.ExecuteAsync(
                "UPDATE notice_row SET departments = ARRAY[@body], lead_department = NULL WHERE case_id = @id",
                new { body = office.Body("检验科").Value, id = impossible.Value });
            await SignedContent.KeepAsync(connection, office.Unit, impossible, CancellationToken.None);
        }

        foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发", "编号", "印发" })
        {
            await office.PressAsync(impossible, action);
        }

        return impossible;
    }

    /// <summary>The people of another department serve in this one too, in the product's own way: the directory's version grows.</summary>
    private Task LendPeopleAsync(Office office) => store.Database.InUnitAsync(
        office.Unit,
        (connection, _) => connection.ExecuteAsync(
            """
            INSERT INTO post (unit_id, person_id, body_id, role, valid_from)
            SELECT unit_id, person_id, @to, role, valid_from FROM post WHERE unit_id = @unit AND body_id = @from
            ON CONFLICT (unit_id, person_id, body_id, role, valid_from) DO UPDATE SET valid_to = NULL
            """,
            new { unit = office.Unit.Value, from = office.Body("医务科").Value, to = office.Body("检验科").Value }),
        CancellationToken.None);

    private Task TakeBackAsync(Office office) => store.Database.InUnitAsync(
        office.Unit,
        (connection, _) => connection.ExecuteAsync(
            "UPDATE post SET valid_to = valid_from WHERE unit_id = @unit AND body_id = @to",
            new { unit = office.Unit.Value, to = office.Body("检验科").Value }),
        CancellationToken.None);

    /// <summary>The first item of a notice, walked until a stage of that title.</summary>
    private static async Task<CaseId> ReachAsync(Office office, CaseId notice, string stage)
    {
        var item = (await office.LookAsync((await office.TreeAsync(notice))[0])).Case.Parent.ShouldNotBeNull();
        while (await office.LookAsync(item) is var looked && looked.Workflow.TitleOf(looked.Case.Stage) != stage)
        {
            await office.DoAsync((await Walk.NextAsync(office, notice)).ShouldNotBeNull());
        }

        return item;
    }

    /// <summary>The shipped definitions with one more stage before the campaign's first.</summary>
    private static string Campaign(string before)
    {
        var folder = TestCluster.NewFolder();
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.yaml"))
        {
            File.WriteAllText(
                Path.Combine(folder, Path.GetFileName(path)),
                File.ReadAllText(path)
                    .Replace("  - id: running\n", $"  - id: before\n    title: 准备\n    {before}\n\n  - id: running\n"));
        }

        return folder;
    }

    private async Task<Office> OpenAsync(string? workflows = null)
    {
        await store.StartClockAsync(Morning);
        await TestCluster.ExecuteAsync(store.AdminConnection, "DELETE FROM wake");
        return await Office.OpenAsync(store, workflows);
    }
}
