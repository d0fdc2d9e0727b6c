using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Pages;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Notices;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>What one tree of cases offers to be opened.</summary>
internal sealed record Subject(
    string Name, Guid Notice, Guid Campaign, Guid Item, Guid Branch, Guid Draft, Guid Affair, string Evidence)
{
    public string Mark => $"〔{Name}〕";
}

/// <summary>
/// One world for the whole matrix: a person for each column, and the same notice, campaign, item, draft and affair as they stand to
/// him in each relation. The trees are twins of one that was really walked; only whose they are is written anew.
/// </summary>
public sealed class PermissionWorld : IAsyncLifetime
{
    public static ImmutableArray<string> Relations { get; } = ["part", "own", "other", "unit", "named", "unnamed"];

    /// <summary>The three, by their accounts of the twin's unit.</summary>
    private static readonly ImmutableDictionary<string, string> Administrators = new Dictionary<string, string>
    {
        ["system"] = "qiaoanlan",
        ["security"] = "luomingyuan",
        ["audit"] = "wenzhibai",
    }.ToImmutableDictionary();

    /// <summary>抄送 to everybody.</summary>
    private const string Copied = """
        UPDATE flow_case SET copied = @all WHERE unit_id = 1 AND case_id IN (@Item, @Draft, @Affair);
        INSERT INTO asked (unit_id, person_id, opened_month, case_id)
        SELECT c.unit_id, p, c.opened_month, c.case_id
        FROM flow_case c
        CROSS JOIN unnest(@all) p
        WHERE c.unit_id = 1 AND c.case_id IN (@Item, @Draft, @Affair)
        ON CONFLICT DO NOTHING;
        """;

    private readonly SplitCampaign _split = new();
    private readonly Dictionary<string, int> _people = [];
    private readonly Dictionary<string, HttpClient> _clients = [];
    private readonly Dictionary<string, string> _tokens = [];
    private readonly Dictionary<string, Subject> _subjects = [];
    private readonly Dictionary<string, int> _accounts = [];
    private Dictionary<int, int> _colleagues = [];
    private readonly Dictionary<string, int> _bodies = [];
    private Dictionary<Guid, int> _rounds = [];
    private Dictionary<Guid, string> _hashes = [];
    private readonly Dictionary<Guid, string> _heads = [];
    private IReadOnlyDictionary<string, Guid> _twins = ImmutableDictionary<string, Guid>.Empty;
    private PermissionExtras? _extras;

    internal SplitCampaign Split => _split;

    internal Subject this[string relation] => _subjects[relation];

    public IEnumerable<string> Columns => PermissionTables.Columns;

    /// <summary>Those who work in cases, and one who has left.</summary>
    public IEnumerable<string> Members => Columns.Where(c => c != "nobody" && !Administrators.ContainsKey(c));

    internal PermissionExtras Extras => _extras ?? throw new InvalidOperationException("xunit initialises first");

    public long AnothersSession { get; private set; }

    public long ForeignSession { get; private set; }

    public bool IsMember(string column) => Members.Contains(column);

    /// <summary>A case that was made for one press, by its name.</summary>
    internal Guid Twin(string name) => _twins[name];

    /// <summary>Of what is signed in the case.</summary>
    internal string HashOf(Guid id) => _hashes.GetValueOrDefault(id, "");

    /// <summary>Of the head that a form shows.</summary>
    internal string HeadOf(Guid id) => _heads.GetValueOrDefault(id, "");

    /// <summary>Somebody who does the same work: to him a seat may be handed.</summary>
    internal int ColleagueOf(string column) => _colleagues.GetValueOrDefault(_people[column], _people["other-head"]);

    internal IEnumerable<int> Colleagues => _colleagues.Values.Distinct();

    internal int AccountOf(string column) => _accounts.GetValueOrDefault(column, 1);

    internal int BodyOf(string name) => _bodies[name];

    /// <summary>The round that is open in the case.</summary>
    internal int RoundOf(Guid id) => _rounds[id];

    internal HttpClient ClientOf(string column) => _clients[column];

    internal string TokenOf(string column) => _tokens[column];

    internal int PersonOf(string column) => _people[column];

    public async Task InitializeAsync()
    {
        await _split.InitializeAsync();
        await using var admin = new NpgsqlConnection(_split.Store.AdminConnection);
        await admin.OpenAsync();
        await admin.ExecuteAsync("SET app.unit_id = '1'"); // whose directory changes
        await PeopleAsync(admin);
        var elsewhere = await SubjectsAsync(admin);
        foreach (var (column, login) in Administrators)
        {
            _people[column] = await admin.QuerySingleAsync<int>("SELECT person_id FROM account WHERE login = @login", new { login });
        }

        _colleagues = (await admin.QueryAsync<(int Person, int Colleague)>(
            """
            SELECT p.person_id, min(q.person_id)
            FROM post p
            JOIN post q ON q.unit_id = p.unit_id AND q.role = p.role AND q.person_id <> p.person_id
              AND date '2021-06-02' BETWEEN q.valid_from AND coalesce(q.valid_to, 'infinity')
            WHERE p.unit_id = 1 AND date '2021-06-02' BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity')
            GROUP BY p.person_id
            """)).ToDictionary(c => c.Person, c => c.Colleague);
        _extras = new PermissionExtras(this, admin, elsewhere);
        await _extras.MakeAsync();
        var twins = new PermissionTwins(this, admin);
        await twins.MakeAsync();
        _twins = twins.Ids;
        await AskAsync(admin);
        foreach (var column in Columns)
        {
            var client = column == "nobody" ? NewClient() : await _split.SignedInAsync(await LoginAsync(admin, column));
            _clients[column] = client;
            _tokens[column] = await TokenAsync(client, column == "nobody" ? "/sign-in" : "/sign-out");
        }

        AnothersSession = await admin.QuerySingleAsync<long>(
            """
            INSERT INTO session (unit_id, account_id, token_hash, browser)
            SELECT 1, account_id, sha256('another'), 'another''s' FROM account WHERE login = 'other-head' RETURNING session_id
            """);
        ForeignSession = await admin.QuerySingleAsync<long>(
            """
            INSERT INTO session (unit_id, account_id, token_hash, browser)
            VALUES (@unit, @account, sha256('foreign'), 'elsewhere') RETURNING session_id
            """,
            new { unit = elsewhere.Value, account = PermissionExtras.Foreign });

        // He has left while his browser stood open.
        await admin.ExecuteAsync(
            "UPDATE post SET valid_to = @day WHERE unit_id = @unit AND person_id = @person",
            new { unit = _split.Unit.Id.Value, person = _people["left"], day = SplitCampaign.Today.AddDays(-1) });
    }

    /// <summary>Whether he gets a session by his password; it is over again at once.</summary>
    internal async Task<bool> TryAsync(string column)
    {
        await using var admin = new NpgsqlConnection(_split.Store.AdminConnection);
        var login = await LoginAsync(admin, column);
        HttpClient client;
        try
        {
            client = await _split.SignedInAsync(login);
        }
        catch (ShouldAssertException)
        {
            return false;
        }

        using (client)
        using (var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", await TokenAsync(client, "/sign-out"))]))
        {
            (await client.PostAsync("/sign-out", form)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
            using var after = await client.GetAsync("/account");
            (after.Headers.Location?.OriginalString.Contains("/sign-in", StringComparison.Ordinal)).ShouldBe(true, column);
        }

        return true;
    }

    private static async Task<string> TokenAsync(HttpClient client, string path) =>
        (await SplitCampaign.PageAsync(client, path)).QuerySelector("input[name=__RequestVerificationToken]").ShouldNotBeNull().GetAttribute("value") ?? "";

    /// <summary>What a form carries of the case, and numbers that addresses have.</summary>
    private async Task AskAsync(NpgsqlConnection admin)
    {
        _rounds = (await admin.QueryAsync<(Guid Id, int Round)>("SELECT case_id, round FROM flow_case")).ToDictionary(r => r.Id, r => r.Round);
        _hashes = (await _split.Cases.LookAsync(_split.Unit.Id, [.. _twins.Values.Select(id => new CaseId(id))], CancellationToken.None))
            .ToDictionary(l => l.Case.Id.Value, l => l.Context.Grants.ContentHash ?? "");
        foreach (var id in _twins.Values.Distinct())
        {
            if (await NoticeRows.NoticeAsync(admin, _split.Unit.Id, new CaseId(id), CancellationToken.None) is { } notice)
            {
                _heads[id] = HeadEdit.VersionOf(notice);
            }
        }

        foreach (var (name, id) in await admin.QueryAsync<(string, int)>("SELECT name, body_id FROM body WHERE unit_id = 1"))
        {
            _bodies[name] = id;
        }

        foreach (var (login, id) in await admin.QueryAsync<(string, int)>("SELECT login, account_id FROM account WHERE unit_id = 1"))
        {
            _accounts[Administrators.FirstOrDefault(a => a.Value == login).Key ?? login] = id;
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await _split.DisposeAsync();
    }

    /// <summary>Until nothing moves by itself any more.</summary>
    internal async Task<string> RestAsync()
    {
        var (before, now) = ("", await EverythingAsync());
        for (var look = 0; before != now && look < 100; look++)
        {
            (before, now) = (now, await EverythingAsync());
        }

        return now;
    }

    /// <summary>What every table says, but for sessions, which looking alone changes, alarms, which the house raises by itself, and
    /// the trail, which says who tried.</summary>
    internal async Task<string> EverythingAsync()
    {
        await using var admin = new NpgsqlConnection(_split.Store.AdminConnection);
        var said = new StringBuilder();
        foreach (var table in await admin.QueryAsync<string>(
            """
            SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename NOT IN ('session', 'data_protection_key', 'alarm', 'trail', 'sign_in_attempt') AND tablename NOT LIKE 'qrtz%'
            ORDER BY 1
            """))
        {
            said.AppendLine(CultureInfo.InvariantCulture, $"{table} {await admin.QuerySingleAsync<string>(
                $"SELECT count(*) || ' ' || coalesce(md5(string_agg(x::text, ',' ORDER BY x::text)), '') FROM {table} x")}");
        }

        return said.ToString();
    }

    private HttpClient NewClient() => new(new HttpClientHandler { AllowAutoRedirect = false, CheckCertificateRevocationList = true })
    {
        BaseAddress = new Uri(_split.Host.Urls.First()),
    };

    private async Task<string> LoginAsync(NpgsqlConnection admin, string column) => Administrators.TryGetValue(column, out var login) ? login
        : await admin.QuerySingleAsync<string>("SELECT login FROM account WHERE person_id = @person AND unit_id = 1", new { person = _people[column] });

    /// <summary>A person for each column who is nothing else besides.</summary>
    private async Task PeopleAsync(NpgsqlConnection admin)
    {
        var next = await admin.QuerySingleAsync<int>("SELECT max(person_id) FROM person WHERE unit_id = 1");
        foreach (var (column, body, roles) in new (string, string, string[])[]
        {
            ("left", "医务科", ["head"]), ("staff", "医务科", ["staff"]), ("handler", "医务科", ["handler"]), ("deputy", "医务科", ["deputy"]),
            ("head", "医务科", ["head"]), ("leader", "党委", ["leader"]), ("first", "党委", ["signatory"]), ("host", "党建办", ["head"]),
            ("office", "党政综合办公室", ["office"]), ("registrar", "党政综合办公室", ["registrar"]), ("discipline", "纪检监察室", ["discipline"]),
            ("inspector", "验收组", ["inspector"]), ("drafter", "后勤保障科", ["drafter", "staff"]), ("other-head", "信息科", ["head"]),
            ("other-leader", "党委", ["leader"]), ("other-inspector", "验收组", ["inspector"]), ("other-drafter", "工会", ["staff"]),
        })
        {
            _people[column] = ++next;
            await admin.ExecuteAsync(
                """
                INSERT INTO person (unit_id, person_id, name, position) VALUES (1, @next, @column, @next);
                INSERT INTO post (unit_id, person_id, body_id, role, valid_from)
                SELECT 1, @next, n.body_id, r, date '2021-01-01'
                FROM body_name n, unnest(@roles) r
                WHERE n.unit_id = 1 AND n.name = @body AND n.valid_to IS NULL;
                INSERT INTO account (unit_id, account_id, login, person_id, password_hash, must_change)
                SELECT 1, @next + 1000, @column, @next, a.password_hash, a.must_change
                FROM account a WHERE a.unit_id = 1 AND a.login = 'gumingxi'
                """,
                new { next, column, body, roles });
        }
    }

    private async Task<UnitId> SubjectsAsync(NpgsqlConnection admin)
    {
        var elsewhere = await new UnitImport(_split.Store.Database).ImportAsync(ShippedUnit.Real, CancellationToken.None);
        await admin.ExecuteAsync(
            """
            INSERT INTO edition (unit_id, hash) SELECT @other, hash FROM edition WHERE unit_id = 1 ON CONFLICT DO NOTHING;
            INSERT INTO file (unit_id, sha256, name, media_type, size, content)
            SELECT @other, sha256, name, media_type, size, content FROM file WHERE unit_id = 1;
            """,
            new { other = elsewhere.Value });
        var read = await _split.Host.Services.GetRequiredService<NoticeReading>().ReadAsync(
            "通知.txt", Encoding.UTF8.GetBytes("关于开展专题活动的通知\n各科室：\n请各科室做好工作。\n某医院\n2021年6月1日\n"), await _split.UserAsync("何书简"),
            CancellationToken.None);
        await admin.ExecuteAsync(
            "SET session_replication_role = replica; UPDATE notice SET draft = @draft::jsonb; SET session_replication_role = DEFAULT",
            new { draft = JsonSerializer.Serialize(read.Draft, NoticeJson.Options) });
        var (campaign, item) = ((await _split.CampaignAsync()).Case.Id, (await _split.ItemAsync("1")).Case.Id);
        var branch = (await _split.AllAsync()).First(l => l.Case.Parent == item).Case.Id;
        foreach (var relation in Relations.Add("away"))
        {
            var unit = relation == "unit" ? elsewhere : _split.Unit.Id;
            var notice = await Twins.MakeAsync(admin, _split.Unit.Id, _split.Notice.Value, unit, relation);
            var subject = new Subject(
                relation, notice, await Twins.OfAsync(admin, campaign.Value, relation), await Twins.OfAsync(admin, item.Value, relation),
                await Twins.OfAsync(admin, branch.Value, relation), await Twins.OfAsync(admin, _split.Notice.Value, $"draft {relation}"),
                await Twins.OfAsync(admin, _split.Notice.Value, $"affair {relation}"), "");
            _subjects[relation] = await DressAsync(admin, unit, relation, subject);
        }

        return elsewhere;
    }

    /// <summary>Whose it is, who was asked, who may know of it.</summary>
    private async Task<Subject> DressAsync(NpgsqlConnection admin, UnitId unit, string relation, Subject subject)
    {
        var key = new { unit = unit.Value, subject.Notice, subject.Campaign, subject.Item, subject.Branch, subject.Draft, subject.Affair, name = relation };
        // The text in the making, and what somebody asked for: the notice's own row without what came of it.
        foreach (var (id, workflow, stage, notice) in new[] { (subject.Draft, "notice", "drafting", true), (subject.Affair, "contract", "drafting", false) })
        {
            await admin.ExecuteAsync(
                """
                INSERT INTO flow_case
                SELECT r.* FROM flow_case x CROSS JOIN LATERAL jsonb_populate_record(NULL::flow_case, to_jsonb(x)
                  || jsonb_build_object('case_id', @id, 'root_id', @id, 'workflow', @workflow, 'stage', @stage, 'facts', '{}'::text[], 'splits', '{}'::jsonb)) r
                WHERE x.unit_id = @unit AND x.case_id = @Notice
                """,
                new { key.unit, key.Notice, id, workflow, stage });
            if (notice)
            {
                await admin.ExecuteAsync(
                    """
                    INSERT INTO notice
                    SELECT r.* FROM notice x CROSS JOIN LATERAL jsonb_populate_record(NULL::notice, to_jsonb(x) || jsonb_build_object('case_id', @id)) r
                    WHERE x.unit_id = @unit AND x.case_id = @Notice
                    """,
                    new { key.unit, key.Notice, id });
            }
        }

        var his = relation is "own" or "named" or "unnamed" or "unit";
        var (department, host) = his ? ("医务科", "党建办") : ("信息科", "工会");
        var who = (string column) => _people[his ? column : $"other-{column}"];
        await admin.ExecuteAsync(
            """
            DELETE FROM case_party WHERE unit_id = @unit AND case_id IN (@Notice, @Campaign, @Item, @Branch, @Draft, @Affair);
            UPDATE case_party SET body_id = b.body_id
            FROM body b
            WHERE case_party.unit_id = @unit AND b.unit_id = 1 AND b.name = @department AND NOT @his AND case_party.body_id IS NOT NULL
              AND case_party.case_id IN (SELECT case_id FROM flow_case WHERE unit_id = @unit AND root_id = @Notice);
            UPDATE case_party SET person_id = @leader
            WHERE unit_id = @unit AND NOT @his AND person_id IS NOT NULL
              AND case_id IN (SELECT case_id FROM flow_case WHERE unit_id = @unit AND root_id = @Notice);
            UPDATE assignment_sitter SET body_id = b.body_id
            FROM body b
            WHERE assignment_sitter.unit_id = @unit AND b.unit_id = 1 AND b.name = @department AND assignment_sitter.body_id IS NOT NULL
              AND (assignment_sitter.case_id = @Branch OR NOT @his)
              AND assignment_sitter.case_id IN (SELECT case_id FROM flow_case WHERE unit_id = @unit AND root_id = @Notice);
            UPDATE seat SET sitters = '[]' WHERE unit_id = @unit AND case_id IN (SELECT case_id FROM flow_case WHERE unit_id = @unit AND root_id = @Notice)
              AND sitters @? '$[*].Person ? (@ != null)';
            """,
            new { key.unit, key.Notice, key.Campaign, key.Item, key.Branch, key.Draft, key.Affair, department, his, leader = who("leader") });
        await PartyAsync(subject.Notice, "Drafter", who("drafter"), null);
        await PartyAsync(subject.Notice, "DraftingDepartment", null, department);
        await PartyAsync(subject.Notice, "Addressees", null, department);
        await PartyAsync(subject.Notice, "ResponsibleLeaders", who("leader"), null);
        await PartyAsync(subject.Notice, "HostDepartment", null, host);
        await PartyAsync(subject.Campaign, "Drafter", who("drafter"), null);
        await PartyAsync(subject.Campaign, "HostDepartment", null, host);
        await PartyAsync(subject.Campaign, "Inspectors", who("inspector"), null);
        foreach (var id in new[] { subject.Item, subject.Branch })
        {
            await PartyAsync(id, "ResponsibleLeaders", who("leader"), null);
            await PartyAsync(id, "ResponsibleDepartments", null, department);
            await PartyAsync(id, "LeadDepartment", null, department);
        }

        await PartyAsync(subject.Branch, "AssignedDepartment", null, department);
        foreach (var id in new[] { subject.Draft, subject.Affair })
        {
            await PartyAsync(id, "Drafter", who("drafter"), null);
            await PartyAsync(id, "DraftingDepartment", null, department);
            await PartyAsync(id, "ResponsibleLeaders", who("leader"), null);
            await PartyAsync(id, "HostDepartment", null, host);
        }

        // His draft waits for its drafter, the branch for its department, and each is in its first round.
        await admin.ExecuteAsync(
            """
            UPDATE flow_case SET round = 1, round_open = true WHERE unit_id = @unit AND case_id IN (@Draft, @Affair);
            INSERT INTO seat (unit_id, opened_month, case_id, round, seat_no, stage, sitters)
            SELECT @unit, opened_month, case_id, 1, 0, 'drafting', jsonb_build_array(jsonb_build_object('Person', @drafter, 'Body', NULL, 'Role', NULL))
            FROM flow_case WHERE unit_id = @unit AND case_id IN (@Draft, @Affair);
            INSERT INTO assignment (unit_id, opened_month, case_id, round, seat_no, quiet, since)
            SELECT @unit, opened_month, case_id, 1, 0, false, opened_at FROM flow_case WHERE unit_id = @unit AND case_id IN (@Draft, @Affair);
            INSERT INTO assignment_sitter (unit_id, case_id, seat_no, place, person_id)
            SELECT @unit, case_id, 0, 0, @drafter FROM flow_case WHERE unit_id = @unit AND case_id IN (@Draft, @Affair);
            UPDATE seat SET sitters = (SELECT jsonb_agg(t || jsonb_build_object('Body', b.body_id)) FROM jsonb_array_elements(sitters) t), body_id = b.body_id
            FROM body b
            WHERE seat.unit_id = @unit AND seat.case_id = @Branch AND b.unit_id = 1 AND b.name = @department
            """,
            new { key.unit, key.Draft, key.Affair, key.Branch, department, drafter = who("drafter") });
        var evidence = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"evidence {relation}")));
        var payload = CaseJson.Bytes(new CaseEvent.ReportMade(
            1, new SeatNo(0), new ActionId("progress"), new Decider(new PersonId(1), null, null), new Said(null, null, "办了", null, [evidence])));
        await admin.ExecuteAsync(
            """
            INSERT INTO file (unit_id, sha256, name, media_type, size, content)
            VALUES (@unit, decode(@evidence, 'hex'), '佐证.txt', 'text/plain', length(@bytes), @bytes);
            INSERT INTO case_event (unit_id, opened_month, case_id, seq, kind, actor, recorded_at, effective_on, payload, hash)
            SELECT unit_id, opened_month, case_id, 900, 'report-made', NULL, now(), date '2021-06-02', @payload, head
            FROM flow_case WHERE unit_id = @unit AND case_id = @Branch;
            INSERT INTO citation (unit_id, opened_month, case_id, seq, sha256)
            SELECT unit_id, opened_month, case_id, seq, decode(@evidence, 'hex') FROM case_event WHERE unit_id = @unit AND case_id = @Branch AND seq = 900;
            INSERT INTO case_event
            SELECT r.* FROM case_event x
            CROSS JOIN unnest(ARRAY[@Draft, @Affair]) AS n (id)
            CROSS JOIN LATERAL jsonb_populate_record(NULL::case_event, to_jsonb(x) || jsonb_build_object('case_id', n.id)) r
            WHERE x.unit_id = @unit AND x.case_id = @Notice AND x.seq = 1
            """,
            new { key.unit, key.Notice, key.Branch, key.Draft, key.Affair, evidence, bytes = Encoding.UTF8.GetBytes($"evidence {relation}"), payload });
        if (relation == "part")
        {
            await admin.ExecuteAsync(
                Copied,
                new { all = Columns.Where(_people.ContainsKey).Select(c => _people[c]).ToArray(), key.Item, key.Draft, key.Affair });
        }

        if (relation is "named" or "unnamed")
        {
            await admin.ExecuteAsync(
                """
                INSERT INTO scope_person (unit_id, opened_month, case_id, person_id)
                SELECT 1, c.opened_month, c.case_id, p FROM flow_case c, unnest(@named) p WHERE c.unit_id = 1 AND c.case_id IN (@Notice, @Draft, @Affair);
                UPDATE flow_case SET scope_month = root_month, scope_id = root_id WHERE unit_id = 1 AND root_id IN (@Notice, @Draft, @Affair);

                """ + (relation == "unnamed" ? Copied : ""),
                new
                {
                    key.Notice,
                    key.Draft,
                    key.Affair,
                    key.Item,
                    key.name,
                    all = Columns.Where(_people.ContainsKey).Select(c => _people[c]).ToArray(),
                    named = relation == "named" ? Columns.Where(_people.ContainsKey).Select(c => _people[c]).ToArray() : [_people["other-head"]],
                });
        }

        return subject with { Evidence = evidence };

        Task PartyAsync(Guid id, string party, int? person, string? body) => admin.ExecuteAsync(
            """
            INSERT INTO case_party (unit_id, opened_month, case_id, party, place, person_id, body_id)
            SELECT @unit, c.opened_month, c.case_id, @party, 0, @person,
              (SELECT n.body_id FROM body_name n WHERE n.unit_id = 1 AND n.name = @body AND n.valid_to IS NULL)
            FROM flow_case c WHERE c.unit_id = @unit AND c.case_id = @id
            """,
            new { unit = unit.Value, id, party, person, body });
    }
}
