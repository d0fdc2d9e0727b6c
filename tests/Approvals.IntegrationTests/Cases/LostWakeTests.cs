using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>In a database of its own: the child ends by hand, and so without a history.</summary>
public sealed class LostWakeTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    /// <summary>
    /// The parent looks; before it takes away what it was asked, its last child ends and asks again. Taking that away
    /// too, without having seen the child, would leave the parent waiting for ever.
    /// </summary>
    [Fact]
    public async Task A_child_that_ends_while_its_parent_is_looking_is_not_overlooked()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        var item = await ItemWithOneOpenBranchAsync(office);
        var branch = (await office.TreeAsync(item)).Single(id => id != item);
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        await admin.OpenAsync();
        await using var held = await admin.BeginTransactionAsync();
        await admin.ExecuteAsync("LOCK TABLE wake IN SHARE MODE", transaction: held);

        var looking = office.Cases.WakeAsync(office.Unit, item, CancellationToken.None);
        await UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'wake'::regclass");
        await admin.ExecuteAsync(
            """
            DELETE FROM assignment WHERE case_id = @branch;
            UPDATE flow_case SET ended = true, round_open = false WHERE case_id = @branch;
            INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, at)
            VALUES (@unit, @month, @item, @branch, 1000, now())
            """,
            new { branch = branch.Value, item = item.Value, unit = office.Unit.Value, month = item.Month },
            held);
        await held.CommitAsync();
        await looking;
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

        (await office.LookAsync(item)).Workflow.TitleOf((await office.LookAsync(item)).Case.Stage).ShouldBe("科室审核");
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
    }

    private static async Task<CaseId> ItemWithOneOpenBranchAsync(Office office)
    {
        var notice = await office.IssuedAsync(rows: 1);
        var branches = (await office.TreeAsync(notice)).Take(2).ToList();
        foreach (var branch in branches)
        {
            await office.PressAsync(branch, "签收");
        }

        await office.PressAsync(branches[0], "提交");
        return (await office.LookAsync(branches[1])).Case.Parent.ShouldNotBeNull();
    }

    private async Task UntilAsync(string sql)
    {
        await using var look = new NpgsqlConnection(store.AdminConnection);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await look.ExecuteScalarAsync<bool>(new CommandDefinition(sql, cancellationToken: limit.Token)))
        {
        }
    }
}
