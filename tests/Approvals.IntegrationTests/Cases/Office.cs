using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Calendars;
using Approvals.Readers.Units;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Verify;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>The twin's unit with everything that moves cases in it, without the web host.</summary>
internal sealed class Office
{
    private const string InsertNotice = """
        INSERT INTO notice (unit_id, opened_month, case_id, elsewhere, title, draft, source_sha256, source_name, read_by)
        VALUES (@unit, @month, @case, false, @title, '{}', @sha256, 'source.txt', @by)
        """;

    private const string InsertRow = """
        INSERT INTO notice_row (
          unit_id, opened_month, case_id, row_no, place, title, plan, leaders, departments, due_on, standard,
          confirmed_by, confirmed_at, recurrence)
        VALUES (@unit, @month, @case, @no, @place, @title, '办好', @leaders, @departments, @due, '办好', @by, office_now(),
          @recurrence)
        """;

    private readonly Database _database;
    private readonly DirectoryStore _directories;
    private DirectorySnapshot? _snapshot;
    private int _count;

    private Office(Database database, UnitId unit, string? workflows, WorkCalendar calendar)
    {
        _database = database;
        Unit = unit;
        Calendar = calendar;
        Editions = new Editions(workflows ?? Path.Combine(AppContext.BaseDirectory, "workflows"));
        _directories = new DirectoryStore(database);
        var signal = new WakeSignal();
        Deciding = new Deciding(
            Editions, _directories, new Zones(database), calendar, new Numbers(new NumberRegister()));
        Cases = new CaseStore(database, Editions, Deciding, signal);
        Waker = new Waker(database, Cases, signal, NullLogger<Waker>.Instance);
    }

    public UnitId Unit { get; }

    public WorkCalendar Calendar { get; }

    public Editions Editions { get; }

    public Deciding Deciding { get; }

    public CaseStore Cases { get; }

    public Waker Waker { get; }

    /// <param name="workflows">A folder of other definitions; null: the shipped ones.</param>
    /// <param name="file">Another spelling of the twin's unit; null: the shipped one.</param>
    public static Task<Office> OpenAsync(TestDatabase store, string? workflows = null, UnitFile? file = null) =>
        OpenAsync(store.Database, workflows, file);

    public static async Task<Office> OpenAsync(Database database, string? workflows = null, UnitFile? file = null)
    {
        var unit = await new UnitImport(database).ImportAsync(file ?? ShippedUnit.Twin, CancellationToken.None);
        var calendars = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "calendars"), "*.yaml");
        var office = new Office(
            database, unit, workflows,
            CalendarReader.ReadAll(calendars.Select(path => (Path.GetFileName(path), File.ReadAllText(path)))));
        await office.Editions.PublishAsync(database, unit, CancellationToken.None);
        return office;
    }

    /// <summary>The same unit, by a program that knows another calendar.</summary>
    public Office Knowing(Func<CalendarYear, bool> years) =>
        new(_database, Unit, null, new WorkCalendar(Calendar.Years.Where(years)));

    /// <summary>Of the unit file: read once.</summary>
    private DirectorySnapshot Snapshot =>
        _snapshot ??= _directories.LoadAsync(Unit, CancellationToken.None).GetAwaiter().GetResult();

    public PersonId Person(string name) => Snapshot.Names.PeopleCalled(name).ShouldHaveSingleItem();

    public BodyId Body(string name) => Snapshot.Names.BodyCalled(name, new DateOnly(2026, 1, 1)).ShouldNotBeNull();

    /// <summary>The person as pages know him, with his posts and the directory of the moment.</summary>
    public async Task<CurrentUser> UserAsync(string name)
    {
        var unit = (await _database.UnitsAsync(CancellationToken.None)).First(u => u.Id == Unit);
        var directory = await _directories.LoadAsync(Unit, CancellationToken.None);
        var (person, today) = (Person(name), await TodayAsync());
        return new CurrentUser(
            unit, 1, "", directory.Directory.People[person], [.. directory.Directory.PostsOf(person, today)], today, false, directory);
    }

    public string NameOf(PersonId person) => Snapshot.Directory.People[person].Name;

    public IReadOnlyDictionary<BodyId, string> BodyNames => Snapshot.Directory.Bodies.ToDictionary(b => b.Key, b => b.Value.Name);

    public string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A draft with so many confirmed rows, by 叶秋水 of the office; the case stands in its first stage.</summary>
    public async Task<CaseId> DraftAsync(int rows = 2) => await DraftAsync(await TodayAsync(), rows);

    public async Task<DateOnly> TodayAsync()
    {
        var now = (await QueryAsync<DateTime>("SELECT office_now()")).Single();
        return await new Zones(_database).DayAsync(Unit, new DateTimeOffset(now, TimeSpan.Zero), CancellationToken.None);
    }

    public async Task<CaseId> DraftAsync(DateOnly today, int rows)
    {
        var id = CaseId.Derive(today, NewKey());
        (await OpenAsync(id, rows, NewKey())).ShouldBe(new Answer.Done(false));
        return id;
    }

    public Task<Answer> OpenAsync(CaseId id, int rows, string key, byte[]? body = null) =>
        OpenAsync(id, Occasion.Drafted, [.. Enumerable.Range(0, rows).Select(row => Usual(id, row))], key, body);

    /// <summary>A notice that was issued elsewhere, with these rows confirmed; it waits to be divided.</summary>
    public async Task RegisterAsync(CaseId id, IReadOnlyList<OfficeRow> rows) =>
        (await OpenAsync(id, Occasion.IssuedElsewhere, rows, NewKey(), null)).ShouldBe(new Answer.Done(false));

    private static OfficeRow Usual(CaseId id, int row)
    {
        (string Leader, string[] Departments)[] owners =
            [("顾明溪", ["门诊办", "医务科"]), ("林清和", ["医务科"]), ("陆远舟", ["护理部", "质管办"]), ("方知行", ["临床药学", "中西药剂"])];
        var (leader, departments) = owners[row % owners.Length];
        return new OfficeRow(leader, departments, id.Month.AddMonths(2));
    }

    private Task<Answer> OpenAsync(CaseId id, Occasion occasion, IReadOnlyList<OfficeRow> rows, string key, byte[]? body)
    {
        var drafter = Person("叶秋水");
        var seed = new ChildSeed(
            "0",
            $"关于第{Interlocked.Increment(ref _count)}项工作的通知",
            ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.Drafter, PartyMembers.Of(drafter))
                .Add(Party.DraftingDepartment, PartyMembers.Of(Body("党政综合办公室")))
                .Add(Party.HostDepartment, PartyMembers.Of(Body("党建办"))),
            [],
            null);
        return Cases.OpenAsync(
            Unit, id, occasion, seed, drafter, key, SHA256.HashData(body ?? [1]),
            connection => AboutAsync(connection, id, seed.Title, rows, drafter),
            CancellationToken.None);
    }

    private async Task AboutAsync(NpgsqlConnection connection, CaseId id, string title, IReadOnlyList<OfficeRow> rows, PersonId by)
    {
        var file = await new FileStore().KeepAsync(connection, Unit, "source.txt", "通知"u8.ToArray(), by, CancellationToken.None);
        var key = new { unit = Unit.Value, month = id.Month, @case = id.Value };
        await connection.ExecuteAsync(
            InsertNotice,
            new { key.unit, key.month, key.@case, title, sha256 = Convert.FromHexString(file.Sha256), by = by.Value });
        for (var row = 0; row < rows.Count; row++)
        {
            await connection.ExecuteAsync(InsertRow, new
            {
                key.unit,
                key.month,
                key.@case,
                no = $"{row + 1}",
                place = row,
                title = $"第{row + 1}项",
                leaders = new[] { Person(rows[row].Leader).Value },
                departments = rows[row].Departments.Select(d => Body(d).Value).ToArray(),
                due = rows[row].Due,
                recurrence = rows[row].Recurrence?.ToString(),
                by = by.Value,
            });
        }

        await SignedContent.KeepAsync(connection, Unit, id, CancellationToken.None);
    }

    public async Task<Looked> LookAsync(CaseId id) =>
        (await Cases.LookAsync(Unit, [id], CancellationToken.None)).ShouldHaveSingleItem();

    /// <summary>The checklist as a split finds it.</summary>
    public async Task<ImmutableArray<ChildSeed>> RowsOfAsync(CaseId notice)
    {
        var splits = Editions.Current.Workflows.Values.First(w => w.Stages.Any(s => s.Splits.Any(split => split.Each is Each.Row)));
        var grants = await _database.ReadInUnitAsync(
            Unit,
            (connection, _) => Subjects.WithChecklistAsync(connection, Unit, notice, splits, Grants.None, CancellationToken.None),
            CancellationToken.None);
        return grants.Rows;
    }

    /// <summary>The press of an action by its title, the stage's or one of any stage, by whoever may; it must be possible.</summary>
    public async Task<Press> PressOfAsync(CaseId id, string action, string? by = null) =>
        Walk.All(await LookAsync(id), this)
            .FirstOrDefault(p => p.Title == action && (by is null || p.Act.By == Person(by)))
            .ShouldNotBeNull($"nobody can press {action} in {(await LookAsync(id)).Case.Stage}");

    public Task<Answer> SendAsync(Press press, string? key = null) =>
        Cases.HandleAsync(Unit, press.Case, press.Act, key ?? NewKey(), CancellationToken.None);

    /// <summary>Presses, and waits until all that follows has been done.</summary>
    public async Task PressAsync(CaseId id, string action, string? by = null) =>
        await DoAsync(await PressOfAsync(id, action, by));

    public async Task DoAsync(Press press)
    {
        (await SendAsync(press)).ShouldBe(new Answer.Done(false), $"{press}");
        await Waker.SettleAsync(Unit, CancellationToken.None);
    }

    /// <summary>From the draft to its campaign.</summary>
    public async Task<CaseId> IssuedAsync(int rows = 2)
    {
        var notice = await DraftAsync(rows);
        foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发", "编号", "印发" })
        {
            await PressAsync(notice, action);
        }

        return notice;
    }

    /// <summary>Every case below one, children before their parents; itself included.</summary>
    public async Task<IReadOnlyList<CaseId>> TreeAsync(CaseId root, bool endedToo = false) =>
    [
        .. (await QueryAsync<Guid>(
            """
            WITH RECURSIVE tree AS (
              SELECT opened_month, case_id, ended, 0 AS depth FROM flow_case WHERE opened_month = @month AND case_id = @root
              UNION ALL
              SELECT c.opened_month, c.case_id, c.ended, t.depth + 1
              FROM flow_case c
              JOIN tree t ON c.parent_month = t.opened_month AND c.parent_id = t.case_id
            )
            SELECT case_id FROM tree WHERE @all OR NOT ended ORDER BY depth DESC, case_id
            """,
            new { month = root.Month, root = root.Value, all = endedToo })).Select(id => new CaseId(id)),
    ];

    public Task<IEnumerable<T>> QueryAsync<T>(string sql, object? values = null) => _database.ReadInUnitAsync(
        Unit, (connection, _) => connection.QueryAsync<T>(sql, values), CancellationToken.None);

    /// <summary>Every row of the unit agrees with the replayed history, every chain is whole, no rule of the store finds a fault.</summary>
    public async Task ProveAsync()
    {
        var unit = (await _database.UnitsAsync(CancellationToken.None)).First(u => u.Id == Unit);
        var audited = await new CaseAudit(_database).AuditAsync(unit, CancellationToken.None);
        audited.First.ShouldBeNull($"{audited.First}");
        (await new StoreCheck(_database).RunAsync(Unit, CancellationToken.None)).Where(b => b.Rule.Fault).Select(b => b.Sentence)
            .ShouldBeEmpty();
    }
}

/// <summary>A row of the checklist, by names as the unit file has them; the first department leads.</summary>
internal sealed record OfficeRow(string Leader, string[] Departments, DateOnly Due)
{
    public Recurrence? Recurrence { get; init; }
}
