using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Cases;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Cases;

/// <summary>
/// How often the program asks the database and waits, counted on the wire (design 4). A connection is warm: its first batch of a kind
/// costs one more. Whoever adds a round trip says so here, and whoever saves one.
/// </summary>
public sealed class RoundTripTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Rows = 4;

    [Fact]
    public async Task A_look_is_one_round_trip_and_a_command_two()
    {
        var office = await Office.OpenAsync(store);
        var notice = await office.IssuedAsync(Rows);
        await using var wire = new Wire(store.AppConnection);
        await using var database = new Database(wire.Through(store.AppConnection));
        await using var host = Host(database);
        var (cases, acts) = (host.Services.GetRequiredService<CaseStore>(), host.Services.GetRequiredService<ActService>());

        // 签收 of every branch, then 提交: by turns as a command and as the page presses.
        foreach (var (action, least, most) in new[] { ("签收", 7, 8), ("提交", 7, 11) })
        {
            var (commands, presses) = (new List<int>(), new List<int>());
            foreach (var (branch, turn) in (await BranchesAsync(office, notice)).Select((b, i) => (b, i)))
            {
                var press = await office.PressOfAsync(branch, action);
                var user = await office.UserAsync(office.NameOf(press.Act.By));
                await (turn % 2 == 0
                    ? CountAsync(commands, wire, async () => (await cases.HandleAsync(office.Unit, branch, press.Act, office.NewKey(), default))
                        .ShouldBe(new Answer.Done(false)))
                    : CountAsync(presses, wire, async () => (await acts.PressAsync(Form(press, office.NewKey()), user, default))
                        .ShouldBe(new Pressed.Done(false))));
            }

            output.WriteLine($"{action}: commands {string.Join(' ', commands)}, presses {string.Join(' ', presses)}");
            // A connection of the pool that has not said all of it yet takes more: once each, and most are warm.
            commands.CountBy(trips => trips).MaxBy(c => c.Value).Key.ShouldBe(2, action);
            // The look before the form is read, the command, and what follows in its tree: a round trip a round, two a case that looks.
            presses.Min().ShouldBeInRange(least, most, action);
        }

        var (last, pressing) = (await office.PressOfAsync(notice, "传阅"), host.Services.GetRequiredService<Pressing>());
        var reader = await office.UserAsync(office.NameOf(last.Act.By));
        (await pressing.LookAsync(notice, reader, default)).ShouldNotBeNull();
        var looks = new List<int>();
        for (var turn = 0; turn < 3; turn++)
        {
            looks.Add(await wire.CountAsync(() => pressing.LookAsync(notice, reader, default)));
        }

        // Whichever connection of the pool it gets: the next time it is warm.
        looks.Min().ShouldBe(1);
    }

    [Fact]
    public async Task A_page_asks_so_often()
    {
        var office = await Office.OpenAsync(store);
        var notice = await office.IssuedAsync(Rows);
        var people = await HttpOffice.OpenAsync(store, office.Unit);
        await using var wire = new Wire(store.AppConnection);
        await using var database = new Database(wire.Through(store.AppConnection));
        await using var host = Host(database);
        await WebHost.StartAsync(host, CancellationToken.None);
        people.Address = new Uri(host.Urls.First());
        var item = (await office.TreeAsync(notice)).First(id => office.LookAsync(id).Result.Case.Workflow.Value == "item");
        var login = people.LoginOf(office.Person("叶秋水"));

        foreach (var (path, least, most) in new[] { ("/", 19, 19), ("/ledger", 13, 13), ($"/items/{item.Value}", 24, 26), ("/messages", 14, 14) })
        {
            // Now and then a page also writes down that its session was seen, and a query is prepared: the best of some counts.
            var trips = new List<int>();
            for (var turn = 0; turn < 5; turn++)
            {
                trips.Add(await wire.CountAsync(() => people.PageAsync(login, path)));
            }

            output.WriteLine($"{path}: {string.Join(' ', trips)}");
            trips.Min().ShouldBeInRange(least, most, path);
        }
    }

    private static async Task CountAsync(List<int> counted, Wire wire, Func<Task> work) => counted.Add(await wire.CountAsync(work));

    private static WebApplication Host(Database database) => WebHost.Build(
        Settings.Read("--Urls=http://127.0.0.1:0", $"--AnchorKey={TestCluster.NewFolder()}/anchor.key", "--Sessions:IdleHours=0"),
        database, Serving.Pages);

    private static async Task<List<CaseId>> BranchesAsync(Office office, CaseId notice)
    {
        var branches = new List<CaseId>();
        foreach (var id in await office.TreeAsync(notice))
        {
            if ((await office.LookAsync(id)).Case.Workflow.Value == "branch")
            {
                branches.Add(id);
            }
        }

        return branches;
    }

    private static PressedForm Form(Press press, string key) => new(
        press.Case, press.Act.Round, press.Act.Seat, press.Act.Action, press.Act.ContentHash, key, "/", [],
        new FormCollection(HttpOffice.Fields(press, key).ToDictionary(f => f.Key, f => new StringValues(f.Value))));
}
