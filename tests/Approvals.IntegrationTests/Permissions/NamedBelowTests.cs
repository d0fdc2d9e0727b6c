using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Pages;
using Approvals.Web.Features;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Comparing;
using Approvals.Web.Features.Inbox;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>知悉范围: whoever is named in a matter and not in what it stands below reads nothing of what is above.</summary>
public sealed class NamedBelowTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task What_stands_above_a_matter_has_no_title_number_or_reason_for_whom_it_does_not_name()
    {
        var (item, other) = (await split.ItemAsync("1"), await split.ItemAsync("3"));
        var campaign = (await split.CampaignAsync()).Case.Title;
        var branch = (await split.AllAsync()).First(l => l.Case.Parent == other.Case.Id).Case.Id;
        await split.RestrictAsync(item.Case.Id, "叶秋水", "叶秋水", "顾明溪", "唐雨桐", "何书简");
        await split.RestrictAsync(branch, "叶秋水", "叶秋水", "何书简", "范一诺");
        await split.RestrictAsync(other.Case.Id, "叶秋水", "叶秋水", "林清和");
        await split.RestrictAsync(split.Notice, "叶秋水", "叶秋水", "沈若川");

        using (var client = await split.SignedInAsync(await split.LoginAsync((await split.UserAsync("唐雨桐")).Person.Id)))
        {
            foreach (var path in new[] { "/ledger", $"/items/{item.Case.Id.Value}", "/" })
            {
                var page = await client.GetStringAsync(path);
                page.ShouldNotContain(campaign, Shouldly.Case.Sensitive, path);
                page.ShouldNotContain("18号", Shouldly.Case.Sensitive, path);
            }

            (await client.GetStringAsync("/ledger")).ShouldContain(Texts.Scopes.Hidden);
        }

        await RedoneAsync(other.Case, branch);
        var user = await split.UserAsync("何书简");
        var editions = split.Host.Services.GetRequiredService<Editions>();
        await split.Store.Database.ReadInUnitAsync(
            split.Unit.Id,
            async (connection, _) =>
            {
                var lists = await LiveItems.ForListsAsync(
                    connection, user, editions, CaseId.Derive(SplitCampaign.Today, "another list"), CancellationToken.None);
                (await LiveItems.ListsAsync(connection, lists, CancellationToken.None))
                    .ShouldHaveSingleItem().ShouldBe(((await split.CampaignAsync()).Case.Id.Value, Texts.Scopes.Hidden, null));
                (await InboxRows.LastPressesAsync(connection, Gate.Parameters(user, editions.Current), [branch], CancellationToken.None)).ShouldBeEmpty();
                var named = await split.UserAsync("叶秋水");
                (await InboxRows.LastPressesAsync(connection, Gate.Parameters(named, editions.Current), [branch], CancellationToken.None))
                    .ShouldHaveSingleItem().Value.Vote.Said.Reason.ShouldBe("举报人不同意");
                return true;
            },
            CancellationToken.None);
    }

    /// <summary>As if the branch came from a press in the item, which gave a reason.</summary>
    private async Task RedoneAsync(Engine.Cases.Case item, CaseId branch)
    {
        var by = (await split.UserAsync("林清和")).Person.Id;
        var payload = CaseJson.Bytes(new CaseEvent.VoteCast(
            1, new SeatNo(0), new ActionId("redo"), new Decider(by, null, null), new Said(null, "举报人不同意", null, null, [])));
        await using var admin = new NpgsqlConnection(split.Store.AdminConnection);
        await admin.ExecuteAsync(
            """
            INSERT INTO vote (unit_id, opened_month, case_id, round, seat_no, stage, action, decider, place, at)
            SELECT s.unit_id, s.opened_month, s.case_id, s.round, s.seat_no, s.stage, 'redo', @by, 900, timestamptz '2021-06-02 01:00+00'
            FROM seat s WHERE s.case_id = @item ORDER BY s.round, s.seat_no LIMIT 1;
            INSERT INTO case_event (unit_id, opened_month, case_id, seq, kind, actor, recorded_at, effective_on, payload, hash)
            SELECT unit_id, opened_month, case_id, 900, 'vote-cast', @by, timestamptz '2021-06-02 01:00+00', date '2021-06-02', @payload, head
            FROM flow_case WHERE case_id = @item;
            UPDATE flow_case SET opened_at = timestamptz '2021-06-02 02:00+00' WHERE case_id = @branch
            """,
            new { by = by.Value, payload, item = item.Id.Value, branch = branch.Value });
    }
}
