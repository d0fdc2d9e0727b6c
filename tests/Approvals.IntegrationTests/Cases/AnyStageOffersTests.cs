using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Conversion;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Approvals.IntegrationTests.Cases;

/// <summary>What may be done at any stage is offered to everybody who may do it, by whatever right, in its own form.</summary>
public sealed class AnyStageOffersTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Who_stands_in_for_the_signatory_has_his_form_and_presses_it_in_his_place()
    {
        var (office, item) = await OpenAsync();
        OffersOf(await office.LookAsync(item), await office.UserAsync("顾明溪")).ShouldBeEmpty();
        await AbsentAsync(office, "沈若川", "顾明溪");

        var user = await office.UserAsync("顾明溪");
        var panel = OffersOf(await office.LookAsync(item), user).ShouldHaveSingleItem();
        panel.Recording.ShouldBeFalse();
        panel.As.ShouldContain("沈若川");
        panel.Offers.Select(o => o.ActionId).ShouldBe(["withdraw", "merge"]);
        var acts = new ActService(new Pressing(office.Cases, office.Editions, office.Waker), Desk());
        (await acts.PressAsync(Form(item, panel, "withdraw", office.NewKey()), user, CancellationToken.None)).ShouldBe(new Pressed.Done(false));

        var looked = await office.LookAsync(item);
        looked.Workflow.TitleOf(looked.Case.Stage).ShouldBe("已撤销");
        await office.ProveAsync();
    }

    [Fact]
    public async Task What_is_written_down_is_somebodys_whose_decision_it_is()
    {
        var (office, item) = await OpenAsync();
        var panels = OffersOf(await office.LookAsync(item), await office.UserAsync("何书简"));

        panels.ShouldAllBe(p => p.Recording);
        panels.Select(p => p.Anchor).ShouldBeUnique();
        Deciders(panels, "withdraw").ShouldBe(["沈若川"]);
        Deciders(panels, "merge").ShouldBe(["沈若川"]);
        Deciders(panels, "rename-leaders").ShouldBe(["许文谦", "叶秋水", "郑一帆"], ignoreOrder: true);
    }

    private static IEnumerable<string> Deciders(IReadOnlyList<ActPanel> panels, string action) =>
        panels.Single(p => p.Offers.Any(o => o.ActionId == action)).RecordedFor.ShouldNotBeNull().Choices.Select(c => c.Title);

    private static List<ActPanel> OffersOf(Web.Store.Cases.Looked looked, CurrentUser user) =>
        [.. Offers.All(looked, user, "/").Where(p => p.Offers.Any(o => o.Seat == SeatNo.Standing.Value))];

    private static PressedForm Form(CaseId item, ActPanel panel, string action, string key) => new(
        item, panel.First.Round, new SeatNo(panel.First.Seat), new ActionId(action), panel.First.ContentHash, key, "/", [],
        new FormCollection(new Dictionary<string, StringValues> { ["in.Reason"] = "上级已有新部署", ["for"] = panel.For }));

    private async Task<(Office Office, CaseId Item)> OpenAsync()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        var notice = await office.IssuedAsync(rows: 1);
        return (office, (await office.LookAsync((await office.TreeAsync(notice))[0])).Case.Parent.ShouldNotBeNull());
    }

    private Task AbsentAsync(Office office, string absent, string proxy) => store.Database.InUnitAsync(
        office.Unit,
        (connection, _) => connection.ExecuteAsync(
            """
            INSERT INTO absence (unit_id, absence_id, person_id, proxy_id, valid_from, valid_to)
            SELECT @unit, coalesce(max(absence_id), 0) + 1, @absent, @proxy, office_now()::date - 1, office_now()::date + 1
            FROM absence
            """,
            new { unit = office.Unit.Value, absent = office.Person(absent).Value, proxy = office.Person(proxy).Value }),
        CancellationToken.None);

    private EvidenceDesk Desk() => new(
        new FileDoor(new NoticeOpening(new()), new VirusScan(null, NullLogger<VirusScan>.Instance), NullLogger<FileDoor>.Instance),
        new BroughtFiles(store.Database), new FileStore());
}
