using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Engine.Simulation;
using Approvals.Readers.Units;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Hosting;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Bench.Ground;

/// <summary>The product on the bench's server, as the web application puts it together, with an invented unit; nothing is served.</summary>
internal sealed class BenchOffice : IAsyncDisposable
{
    private const string InsertNotice = """
        INSERT INTO notice (unit_id, opened_month, case_id, elsewhere, title, draft, source_sha256, source_name, read_by)
        VALUES (@unit, @month, @case, true, @title, '{}', @sha256, @name, @by)
        """;

    private const string InsertRows = """
        INSERT INTO notice_row (
          unit_id, opened_month, case_id, row_no, place, title, plan, leaders, departments, due_on, standard, confirmed_by, confirmed_at)
        SELECT @unit, @month, @case, n::text, n, title, plan, ARRAY[leader], ARRAY[lead, second], @today::date + days, plan, @by, office_now()
        FROM unnest(@titles::text[], @plans::text[], @leaders::int[], @leads::int[], @seconds::int[], @days::int[])
          WITH ORDINALITY AS r (title, plan, leader, lead, second, days, n)
        """;

    private const string Children = """
        SELECT case_id
        FROM flow_case
        WHERE unit_id = @unit AND parent_month = @month AND parent_id = @case AND NOT ended
        ORDER BY length(child_key), child_key, workflow
        """;

    private const string Words = "按方案逐条落实，有记录、有佐证。";

    private readonly WebApplication _site;

    private BenchOffice(WebApplication site, Database database, UnitRow unit, DirectorySnapshot directory, DateOnly today)
    {
        (_site, Database, Unit, Directory, Today) = (site, database, unit, directory, today);
    }

    public Database Database { get; }

    public UnitRow Unit { get; }

    public DirectorySnapshot Directory { get; }

    public DateOnly Today { get; }

    public CaseStore Cases => Service<CaseStore>();

    public Waker Waker => Service<Waker>();

    public Editions Editions => Service<Editions>();

    public T Service<T>()
        where T : notnull => _site.Services.GetRequiredService<T>();

    /// <param name="name">Of the item that is measured: each has a unit of its own.</param>
    public static async Task<BenchOffice> OpenAsync(BenchServer server, string name, CancellationToken cancellation)
    {
        var (site, database) = Build(server, server.AppConnection);
        var file = System.IO.Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "units"), "*.yaml")
            .Order(StringComparer.Ordinal).Select(UnitFiles.ReadAt).Where(unit => unit.Demonstration).Select(unit => Named(unit, name)).First();
        var id = await site.Services.GetRequiredService<UnitImport>().ImportAsync(file, cancellation);
        await site.Services.GetRequiredService<Editions>().PublishAsync(database, id, cancellation);
        var unit = (await database.UnitsAsync(cancellation)).Single(u => u.Id == id);
        var now = new DateTimeOffset(await server.AskAsync<DateTime>("SELECT office_now()"), TimeSpan.Zero);
        return new(
            site, database, unit, await site.Services.GetRequiredService<DirectoryStore>().LoadAsync(id, cancellation),
            await site.Services.GetRequiredService<Zones>().DayAsync(id, now, cancellation));
    }

    /// <summary>The same unit in a program of its own that reaches the server by another way.</summary>
    public BenchOffice Through(BenchServer server, string connection)
    {
        var (site, database) = Build(server, connection);
        return new(site, database, Unit, Directory, Today);
    }

    /// <summary>The person as pages know him.</summary>
    public CurrentUser User(PersonId person) => new(
        Unit, 0, "", Directory.Directory.People[person], [.. Directory.Directory.PostsOf(person, Today)], Today, false, Directory);

    /// <summary>A notice that was issued elsewhere comes today; it waits to be divided.</summary>
    /// <param name="name">Of its own.</param>
    public Task<CaseId> RegisterAsync(string name, InventedNotice notice, CancellationToken cancellation) =>
        RegisterAsync(name, notice, Today, cancellation);

    /// <summary>The same on another day, to which the office's clock was moved.</summary>
    public async Task<CaseId> RegisterAsync(string name, InventedNotice notice, DateOnly today, CancellationToken cancellation)
    {
        var (clerk, _, departments) = Owners();
        var id = CaseId.Derive(today, $"{Unit.ShortName}/{name}");
        var (workflow, at) = Editions.Current.StartingOn(Occasion.IssuedElsewhere)
            ?? throw new InvalidOperationException("no definition says that it starts with a notice");
        var seed = new ChildSeed(
            "0", notice.Title,
            ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.Drafter, PartyMembers.Of(clerk.Person)).Add(Party.DraftingDepartment, PartyMembers.Of(clerk.Body))
                .Add(Party.HostDepartment, PartyMembers.Of(departments[notice.Rows[0].Turn % departments.Length])),
            [], null);
        Require(await Cases.OpenAsync(
            Unit.Id, id, (workflow.Id, at), seed, clerk.Person, name, SHA256.HashData([1]),
            connection => RowsAsync(connection, id, notice, today, clerk.Person, cancellation), cancellation));
        return id;
    }

    /// <summary>Presses the first action that leads on, by the first who may.</summary>
    public async Task PressAsync(CaseId id, CancellationToken cancellation)
    {
        var act = await OnwardAsync(id, cancellation)
            ?? throw new InvalidOperationException($"nobody can press anything that leads case {id} on");
        Require(await Cases.HandleAsync(Unit.Id, id, act, $"bench/{id}/{act.Round}/{act.Seat}/{act.Action}", cancellation));
        await Waker.SettleAsync(Unit.Id, cancellation);
    }

    /// <summary>The first action that leads on in the file's order, with its form filled in.</summary>
    public async Task<CaseCommand.Act?> OnwardAsync(CaseId id, CancellationToken cancellation)
    {
        if (await Cases.LookAsync(Unit.Id, [id], cancellation) is not [var looked])
        {
            return null;
        }

        var context = looked.Context;
        var inputs = Inputs.None with
        {
            Said = Said.Nothing with { Report = Words },
            Dates = NamedDates.Of(context.Book, context.Calendar.AddWorkdays(context.Today, 120), context.Calendar),
        };
        return (
            from action in looked.Workflow.Stage(looked.Case.Stage)?.Actions.Where(a => a.To is not null) ?? []
            from seat in looked.Case.Seats
            from person in Seating.Candidates(seat, context.Directory, context.Today)
            let act = new CaseCommand.Act(
                looked.Case.Round, seat.No, action.Id, person, null, null, inputs, context.Grants.ContentHash, [])
            where Decisions.Judge(looked.Case, act, context) is null
            select act).FirstOrDefault();
    }

    /// <summary>Those below the case that have not ended.</summary>
    public async Task<ImmutableArray<CaseId>> ChildrenAsync(CaseId of, CancellationToken cancellation) =>
    [
        .. (await Database.ReadInUnitAsync(
            Unit.Id,
            (connection, _) => connection.QueryAsync<Guid>(new CommandDefinition(
                Children, new { unit = Unit.Id.Value, month = of.Month, @case = of.Value }, cancellationToken: cancellation)),
            cancellation)).Select(id => new CaseId(id)),
    ];

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _site.DisposeAsync();
    }

    private static (WebApplication Site, Database Database) Build(BenchServer server, string connection)
    {
        // On a machine that others use a statement may wait long for the disk; the server's own limit still holds.
        var database = new Database(new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = 120 }.ConnectionString);
        return (WebHost.Build(Settings.Read($"--Data={server.Folder}"), database, Serving.Pages), database);
    }

    /// <summary>Before the oldest campaign of a province.</summary>
    private static readonly DateOnly Founded = new(1990, 1, 1);

    /// <summary>A login belongs to one unit.</summary>
    private static UnitFile Named(UnitFile unit, string name) => unit with
    {
        Name = unit.Name + name,
        ShortName = unit.ShortName + name,
        From = Founded,
        People = [.. unit.People.Select(p => p with { Login = name + p.Login })],
        Bodies = [.. unit.Bodies.Select(b => b with { From = Since(unit, b.From) })],
        Posts = [.. unit.Posts.Select(p => p with { Login = name + p.Login, From = Since(unit, p.From) })],
        Absences = [.. unit.Absences.Select(a => a with { Login = name + a.Login, Proxy = name + a.Proxy })],
        Administrators = [],
        Introduced = [],
    };

    private static DateOnly Since(UnitFile unit, DateOnly from) => from == unit.From ? Founded : from;

    /// <summary>Whoever reads notices in; leaders; and departments in which several work, so that nobody signs his own work.</summary>
    private (Post Clerk, ImmutableArray<PersonId> Leaders, ImmutableArray<BodyId> Departments) Owners()
    {
        var (directory, book) = (Directory.Directory, Editions.Current);
        var posts = directory.People.Values.OrderBy(p => p.Order).SelectMany(p => directory.PostsOf(p.Id, Today)).ToList();
        return (
            posts.First(p => book.Carries(p.Role, Power.Register) && book.Carries(p.Role, Power.KeepChecklist)),
            [
                .. posts.Where(p => book.Carries(p.Role, Power.TakeAway) && !book.Carries(p.Role, Power.SeeBody)
                    && !book.Carries(p.Role, Power.SeeAll)).Select(p => p.Person).Distinct(),
            ],
            [
                .. directory.Bodies.Values.OrderBy(b => b.Order).Where(b => b.Kind == BodyKind.Administrative && b.AnsweredBy is null)
                    .Where(b => directory.PostsIn(b.Id, Today).Select(p => p.Person).Distinct().Count() > 1
                        && !directory.PostsIn(b.Id, Today).Any(p => book.Carries(p.Role, Power.SeeAll)))
                    .Select(b => b.Id),
            ]);
    }

    private async Task RowsAsync(
        NpgsqlConnection connection, CaseId id, InventedNotice notice, DateOnly today, PersonId by, CancellationToken cancellation)
    {
        var (_, leaders, departments) = Owners();
        var file = await new FileStore().KeepAsync(connection, Unit.Id, "bench.txt", "通知"u8.ToArray(), by, cancellation);
        var values = new
        {
            unit = Unit.Id.Value,
            month = id.Month,
            @case = id.Value,
            sha256 = Convert.FromHexString(file.Sha256),
            name = file.Name,
            by = by.Value,
            title = notice.Title,
            titles = notice.Rows.Select(r => r.Title).ToArray(),
            plans = notice.Rows.Select(r => r.Plan).ToArray(),
            leaders = notice.Rows.Select(r => leaders[r.Turn % leaders.Length].Value).ToArray(),
            leads = notice.Rows.Select(r => departments[r.Turn % departments.Length].Value).ToArray(),
            seconds = notice.Rows.Select(r => departments[(r.Turn + 1) % departments.Length].Value).ToArray(),
            days = notice.Rows.Select(r => r.Days).ToArray(),
            today,
        };
        await connection.ExecuteAsync(new CommandDefinition(InsertNotice, values, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(InsertRows, values, cancellationToken: cancellation));
        await SignedContent.KeepAsync(connection, Unit.Id, id, cancellation);
    }

    private static void Require(Answer answer)
    {
        if (answer is not Answer.Done)
        {
            throw new InvalidOperationException($"what the bench prepares is refused: {answer}");
        }
    }
}
