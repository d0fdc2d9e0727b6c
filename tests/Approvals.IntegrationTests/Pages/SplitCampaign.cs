using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.Pages;

/// <summary>
/// The twin's unit with one notice split into four items, behind a running host:
/// <c>IClassFixture&lt;SplitCampaign&gt;</c>.
/// </summary>
public sealed class SplitCampaign : IAsyncLifetime
{
    private const string InsertNotice = """
        INSERT INTO notice (unit_id, opened_month, case_id, elsewhere, number, title, draft, source_sha256, source_name, read_by)
        VALUES (@unit, @month, @case, true, '澄市中医党〔2021〕18号', @title, @draft::jsonb, @sha256, 'source.txt', @by)
        """;

    private const string Draft = """
        {"items": [{"no": 1, "deadlineText": "6月前", "points": [{"text": "开一个窗口", "kind": "one-off", "deadlineText": "6月前"}]}]}
        """;

    private const string InsertRow = """
        INSERT INTO notice_row (
          unit_id, opened_month, case_id, row_no, place, title, plan, leaders, departments, due_on, lasting, standard,
          confirmed_by,
          confirmed_at, recurrence)
        VALUES (@unit, @month, @case, @no, @place, @title, @plan, @leaders, @departments, @due, @lasting,
          '有记录可查', @by, office_now(), @recurrence)
        """;

    private readonly string _folder = TestCluster.NewFolder();
    private string _password = "";
    private int _presses;

    public static DateOnly Today { get; } = new(2021, 6, 2);

    public TestDatabase Store { get; } = new();

    /// <summary>A folder of other definitions; null: the shipped ones.</summary>
    public string? Workflows { get; init; }

    /// <summary>What recurs in which row.</summary>
    public ImmutableDictionary<string, string> Recurrences { get; init; } = ImmutableDictionary<string, string>.Empty;

    public UnitRow Unit { get; private set; } = null!; // set before any test

    public WebApplication Host { get; private set; } = null!; // as Unit

    public CaseId Notice { get; private set; }

    public CaseStore Cases => Host.Services.GetRequiredService<CaseStore>();

    public WorkflowBook Book => Host.Services.GetRequiredService<Editions>().Current;

    public async Task InitializeAsync()
    {
        await Store.InitializeAsync();
        await Store.SetClockAsync(new DateTimeOffset(2021, 6, 2, 1, 0, 0, TimeSpan.Zero));
        var id = await new UnitImport(Store.Database).ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        Unit = (await Store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == id);
        Host = await (Workflows is { } folder ? Store.StartHostAsync($"--Workflows={folder}") : Store.StartHostAsync());
        _password = (await Host.Services.GetRequiredService<SamplePasswords>()
            .OpenAsync(id, Unit.ShortName, _folder, CancellationToken.None))
            .ShouldNotBeNull();
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await Store.DisposeAsync();
    }

    public Task<DirectorySnapshot> DirectoryAsync() =>
        Host.Services.GetRequiredService<DirectoryStore>().LoadAsync(Unit.Id, CancellationToken.None);

    public async Task<CurrentUser> UserAsync(string name) =>
        await UserAsync((await DirectoryAsync()).Names.PeopleCalled(name).ShouldHaveSingleItem());

    public async Task<CurrentUser> UserAsync(PersonId person)
    {
        var snapshot = await DirectoryAsync();
        return new CurrentUser(
            Unit, 1, "", snapshot.Directory.People[person], [.. snapshot.Directory.PostsOf(person, Today)], Today, false,
            snapshot);
    }

    /// <summary>Every case that stems from the notice, itself included.</summary>
    public async Task<IReadOnlyList<Looked>> AllAsync()
    {
        var ids = await Store.Database.ReadInUnitAsync(
            Unit.Id,
            (connection, _) =>
                connection.QueryAsync<Guid>("SELECT case_id FROM flow_case ORDER BY opened_at, child_key, case_id"),
            CancellationToken.None);
        return await Cases.LookAsync(Unit.Id, [.. ids.Select(id => new CaseId(id))], CancellationToken.None);
    }

    /// <summary>The row of the checklist with this number.</summary>
    public async Task<Looked> ItemAsync(string no)
    {
        var all = await AllAsync();
        var campaign = all.Single(l => l.Case.Parent == Notice);
        return all.Single(l => l.Case.Parent == campaign.Case.Id && l.Case.Key == no);
    }

    public async Task<Looked> CampaignAsync() => (await AllAsync()).Single(l => l.Case.Parent == Notice);

    /// <summary>Every row of the unit agrees with the replayed history, every chain is whole.</summary>
    public async Task ProveAsync()
    {
        var audited = await new CaseAudit(Store.Database).AuditAsync(Unit, CancellationToken.None);
        audited.First.ShouldBeNull($"{audited.First}");
    }

    /// <summary>One press by title, from the first seat that the person may take.</summary>
    public async Task PressAsync(CaseId @case, string by, string title, Said? said = null, params string[] inspectors)
    {
        var names = (await DirectoryAsync()).Names;
        var looked = (await Cases.LookAsync(Unit.Id, [@case], CancellationToken.None)).ShouldHaveSingleItem();
        var person = names.PeopleCalled(by).ShouldHaveSingleItem();
        var standing = looked.Workflow.Standing.FirstOrDefault(s => s.Action.Title == title)?.Action;
        var seat = standing is not null ? SeatNo.Standing : looked.Case.Seats.First(
            s => !looked.Case.HasVoted(s.No) && Seating.MaySit(s, person, looked.Context.Directory, Today)).No;
        var action = standing ?? looked.Workflow.Stage(looked.Case.Stage).ShouldNotBeNull().Actions.First(a => a.Title == title);
        var named = inspectors.Length == 0
            ? ImmutableDictionary<Party, PartyMembers>.Empty
            : ImmutableDictionary<Party, PartyMembers>.Empty.Add(
                Party.Inspectors, PartyMembers.Of([.. inspectors.Select(i => names.PeopleCalled(i).ShouldHaveSingleItem())]));
        var act = new CaseCommand.Act(
            looked.Case.Round, seat, action.Id, person, null, null, new Inputs(said ?? Said.Nothing, named),
            looked.Context.Grants.ContentHash, []);
        (await Cases.HandleAsync(Unit.Id, @case, act, $"press-{++_presses}", CancellationToken.None))
            .ShouldBe(new Answer.Done(false));
        await Host.Services.GetRequiredService<Waker>().SettleAsync(Unit.Id, CancellationToken.None);
    }

    /// <summary>限定范围: from now on only they may know of it; whoever says it is one of them.</summary>
    public async Task RestrictAsync(CaseId @case, string by, params string[] named)
    {
        var names = (await DirectoryAsync()).Names;
        (await Cases.HandleAsync(
            Unit.Id, @case,
            new CaseCommand.Restrict([.. named.Select(n => names.PeopleCalled(n).ShouldHaveSingleItem())], names.PeopleCalled(by).ShouldHaveSingleItem()),
            $"restrict-{++_presses}", CancellationToken.None)).ShouldBe(new Answer.Done(false));
    }

    /// <summary>The campaign's notice as a file would have given it, with these sentences in it.</summary>
    public async Task GiveTextAsync(params string[] lines)
    {
        using var text = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
            string.Join('\n', ["关于开展专题活动的通知", "", "各科室：", .. lines, "2021年6月1日"])));
        var draft = NoticeReader.Read(text, "通知.txt", new ReadOptions(Host.Services.GetRequiredService<WorkCalendar>()));
        await using var admin = new NpgsqlConnection(Store.AdminConnection);
        await admin.ExecuteAsync(
            // Nobody else changes an issued notice: the trigger that sees to that is asleep for this one statement.
            "SET session_replication_role = replica; UPDATE notice SET draft = @draft::jsonb WHERE case_id = @notice",
            new { draft = JsonSerializer.Serialize(draft, NoticeJson.Options), notice = Notice.Value });
    }

    /// <summary>代录: the office writes down another's decision.</summary>
    public async Task RecordAsync(CaseId @case, string by, string who, string title, string occasion)
    {
        var names = (await DirectoryAsync()).Names;
        var looked = (await Cases.LookAsync(Unit.Id, [@case], CancellationToken.None)).ShouldHaveSingleItem();
        var action = looked.Workflow.Stage(looked.Case.Stage).ShouldNotBeNull().Actions.First(a => a.Title == title);
        var act = new CaseCommand.Act(
            looked.Case.Round, looked.Case.Seats[0].No, action.Id, names.PeopleCalled(by)[0], names.PeopleCalled(who)[0],
            occasion,
            Inputs.None, looked.Context.Grants.ContentHash, []);
        (await Cases.HandleAsync(Unit.Id, @case, act, $"press-{++_presses}", CancellationToken.None))
            .ShouldBe(new Answer.Done(false));
    }

    /// <summary>Everybody does the first thing that leads on, until the item with this number stands in that stage.</summary>
    public async Task DriveAsync(string no, string stage)
    {
        for (var round = 0; round < 200; round++)
        {
            if ((await ItemAsync(no)) is var item && item.Workflow.TitleOf(item.Case.Stage) == stage)
            {
                return;
            }

            await StepAsync();
        }

        throw new InvalidOperationException($"item {no} never comes to {stage}");
    }

    /// <summary>What is asked first, and what may wait (a quiet stage) only when nothing is asked.</summary>
    private async Task StepAsync()
    {
        var all = await AllAsync();
        var next = all.Where(l => l.Workflow.Stage(l.Case.Stage) is { Quiet: false })
            .Select(First).OfType<(CaseId, CaseCommand.Act)>().FirstOrDefault();
        next = next == default ? all.Select(First).OfType<(CaseId, CaseCommand.Act)>().FirstOrDefault() : next;
        next.ShouldNotBe(default,
            string.Join('\n', all.Where(l => !l.Case.Ended).Select(l => $"{l.Case.Title}: {l.Workflow.TitleOf(l.Case.Stage)}")));
        (await Cases.HandleAsync(Unit.Id, next.Item1, next.Item2, $"press-{++_presses}", CancellationToken.None))
            .ShouldBe(new Answer.Done(false));
        await Host.Services.GetRequiredService<Waker>().SettleAsync(Unit.Id, CancellationToken.None);
    }

    private (CaseId, CaseCommand.Act)? First(Looked looked)
    {
        foreach (var seat in Waits.Open(looked))
        {
            foreach (var person in Seating.Candidates(seat, looked.Context.Directory, Today))
            {
                foreach (var action in looked.Workflow.Stage(looked.Case.Stage)?.Actions ?? [])
                {
                    var act = new CaseCommand.Act(
                        looked.Case.Round, seat.No, action.Id, person, null, null, Filled(action, looked),
                        looked.Context.Grants.ContentHash, []);
                    if (Offers.Tone(looked.Workflow, looked.Case.Stage, action) == OfferTone.Forward
                        && Decisions.Decide(looked.Case, act, looked.Context) is Decision.Permitted)
                    {
                        return (looked.Case.Id, act);
                    }
                }
            }
        }

        return null;
    }

    private static Inputs Filled(StageAction action, Looked looked)
    {
        var inspectors = looked.Context.Directory.People.Keys
            .Where(p =>
                looked.Context.Directory.PostsOf(p, Today).Any(post => looked.Context.Directory.Bodies[post.Body].Name == "验收组"));
        return new Inputs(
            new Said(null, null, action.Needs.OfType<Input.Report>().Any() ? "已经办好" : null, null, []),
            action.Needs.OfType<Input.Naming>()
                .ToImmutableDictionary(n => n.Party, _ => PartyMembers.Of([.. inspectors.OrderBy(p => p.Value)])));
    }

    /// <summary>A browser that is signed in; it follows no redirects.</summary>
    public async Task<HttpClient> SignedInAsync(string login)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true })
        {
            BaseAddress = new Uri(Host.Urls.First()),
        };
        var page = await PageAsync(client, "/sign-in");
        using var form = new FormUrlEncodedContent(
            page.QuerySelectorAll("input[type=hidden]")
                .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? ""))
                .Append(new("account", login)).Append(new("password", _password)));
        (await client.PostAsync("/sign-in", form)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return client;
    }

    public static async Task<IHtmlDocument> PageAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return new HtmlParser().ParseDocument(html);
    }

    public Task<string> LoginAsync(PersonId person) => Store.Database.ReadInUnitAsync(
        Unit.Id,
        (connection, _) => connection.QuerySingleAsync<string>(
            "SELECT login FROM account WHERE person_id = @person", new { person = person.Value }),
        CancellationToken.None);

    public Task<string> KeepFileAsync(string name, string text, PersonId by) => Store.Database.InUnitAsync(
        Unit.Id,
        async (connection, _) => (await new FileStore().KeepAsync(
            connection, Unit.Id, name, System.Text.Encoding.UTF8.GetBytes(text), by, CancellationToken.None)).Sha256,
        CancellationToken.None);

    private async Task OpenAsync()
    {
        var snapshot = await DirectoryAsync();
        var clerk = snapshot.Names.PeopleCalled("何书简").ShouldHaveSingleItem();
        Notice = CaseId.Derive(Today, "split-campaign");
        var seed = new ChildSeed(
            "0", "关于开展专题活动的通知",
            ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.HostDepartment, PartyMembers.Of(snapshot.Names.BodyCalled("党建办", Today).ShouldNotBeNull())),
            [], null);
        (await Cases.OpenAsync(
            Unit.Id, Notice, Occasion.IssuedElsewhere, seed, clerk, "open", SHA256.HashData([1]),
            connection => AboutAsync(connection, seed.Title, clerk, snapshot), CancellationToken.None))
                .ShouldBe(new Answer.Done(false));
        await PressAsync(Notice, "何书简", "拆分下达");
    }

    private async Task AboutAsync(NpgsqlConnection connection, string title, PersonId by, DirectorySnapshot snapshot)
    {
        var source = await new FileStore()
            .KeepAsync(connection, Unit.Id, "source.txt", "通知"u8.ToArray(), by, CancellationToken.None);
        var key = new { unit = Unit.Id.Value, month = Notice.Month, @case = Notice.Value, by = by.Value };
        await connection.ExecuteAsync(
            InsertNotice, new
            {
                key.unit,
                key.month,
                key.@case,
                title,
                draft = Draft,
                sha256 = Convert.FromHexString(
                source.Sha256),
                key.by
            });
        (string Title, string[] Leaders, string[] Departments, DateOnly? Due)[] rows =
        [
            ("建立一站式服务", ["顾明溪"], ["门诊办", "医务科"], new(2021, 6, 30)),
            ("改善病区环境", ["林清和"], ["护理部"], new(2021, 6, 4)),
            ("推行中药快速配送", ["林清和", "陆远舟"], ["中西药剂"], new(2021, 6, 1)),
            ("常态开展回访", ["顾明溪"], ["质管办"], null),
        ];
        foreach (var (place, row) in rows.Index())
        {
            await connection.ExecuteAsync(InsertRow, new
            {
                key.unit,
                key.month,
                key.@case,
                no = $"{place + 1}",
                place,
                title = row.Title,
                plan = $"{row.Title}的工作计划",
                leaders = row.Leaders.Select(l => snapshot.Names.PeopleCalled(l).ShouldHaveSingleItem().Value).ToArray(),
                departments = row.Departments.Select(d => snapshot.Names.BodyCalled(d, Today).ShouldNotBeNull().Value).ToArray(),
                due = row.Due,
                lasting = row.Due is null,
                recurrence = Recurrences.GetValueOrDefault($"{place + 1}"),
                key.by,
            });
        }

        await SignedContent.KeepAsync(connection, Unit.Id, Notice, CancellationToken.None);
    }
}
