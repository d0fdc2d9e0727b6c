using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Units;

/// <summary>Reads one unit file from top to bottom; whatever is wrong is noted, and reading goes on.</summary>
internal sealed partial class UnitFileReader(YamlMap top, IReadOnlyCollection<string>? roles)
{
    private const string Here = "here";
    private const string Elsewhere = "elsewhere";

    /// <summary>In the order of <see cref="AdministratorKind"/>.</summary>
    private static readonly string[] Kinds = ["system", "security", "audit"];

    private DateOnly _from;
    private ImmutableArray<UnitBody> _bodies = [];
    private ImmutableArray<UnitPerson> _people = [];
    private readonly Dictionary<string, string> _logins = [];

    /// <exception cref="FaultsException">Every fault of the file.</exception>
    public static UnitFile Read(string text, string fileName, IReadOnlyCollection<string>? roles)
    {
        var file = new YamlFile(fileName);
        var unit = file.Root(text) is { } top ? new UnitFileReader(top, roles).Read() : null;
        file.ThrowIfWrong();
        return unit!; // a file without a root has a fault
    }

    private UnitFile Read()
    {
        top.RequireVersion("approvals/1");
        _from = top.RequiredDay("from");
        _bodies = Bodies();
        _people = People();
        top.Required("demonstration");
        var unit = new UnitFile(
            top.Required("unit"), top.Required("short"), top.Flag("demonstration"), Zone(), _from,
            top.Text("host") is { } host ? Known(top, "host", host) : null,
            _bodies, _people, Posts(), Registers(), Replacements(),
            [.. top.List("introduce").Select(Introduced)])
        {
            Absences = Absences(),
            Administrators = Administrators(),
        };
        top.NothingElse();
        return unit;
    }

    private string Zone()
    {
        var zone = top.Required("zone");
        if (zone.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            top.Fault("zone", $"没有 {zone} 这个时区，应如 Asia/Shanghai");
        }

        return zone;
    }

    private ImmutableArray<UnitBody> Bodies()
    {
        var read = Maps("bodies").Select(map => (Map: map, Body: Body(map))).ToList();
        var bearers = new Dictionary<string, string>();
        foreach (var (map, body) in read)
        {
            foreach (var name in body.AllNames().Where(n => n.Name.Length > 0 && !bearers.TryAdd(n.Name, body.Name)))
            {
                map.Fault("name", $"“{name.Name}”写了两次：已是“{bearers[name.Name]}”的名称");
            }
        }

        _bodies = [.. read.Select(r => r.Body)];
        foreach (var (map, body) in read.Where(r => r.Body.AnsweredBy is not null))
        {
            if (Known(map, "answered-by", body.AnsweredBy ?? "") == body.Name)
            {
                map.Fault("answered-by", $"“{body.Name}”不能由自己归口");
            }
        }

        return _bodies;
    }

    private UnitBody Body(YamlMap map)
    {
        var kind = map.Required("kind");
        if (!BodyKinds.TryParse(kind, out var known) && kind.Length > 0)
        {
            map.Fault("kind", $"没有 {kind} 这类机构{Spelling.DidYouMean(kind, BodyKinds.All)}");
        }

        var (from, until) = Days(map);
        var body = new UnitBody(
            map.Required("name"), known,
            [.. map.List("also").Select(node => Alias(map, node, from, until)).OfType<UnitBodyAlias>()],
            map.Text("answered-by"), map.Text("stands-for"), from, until);
        map.NothingElse();
        return body;
    }

    /// <summary>Another name: a plain word, or a map where it was used for some time only.</summary>
    private static UnitBodyAlias? Alias(YamlMap body, YamlNode node, DateOnly from, DateOnly? until)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } name })
        {
            return new UnitBodyAlias(name, from, until);
        }

        if (body.AsMap(node) is not { } map)
        {
            return null;
        }

        var alias = new UnitBodyAlias(map.Required("name"), map.Day("from") ?? from, map.Day("until") ?? until);
        map.NothingElse();
        return alias;
    }

    private ImmutableArray<UnitPerson> People()
    {
        var people = ImmutableArray.CreateBuilder<UnitPerson>();
        foreach (var map in Maps("people"))
        {
            var person = new UnitPerson(map.Required("name"), map.Required("login"), map.Text("stands-for"));
            map.NothingElse();
            RequireOwnLogin(map, person.Login, person.Name);
            people.Add(person);
        }

        return people.ToImmutable();
    }

    private ImmutableArray<UnitAdministrator> Administrators() =>
        [.. Maps("administrators").Select(map =>
        {
            var kind = map.Required("kind");
            if (kind.Length > 0 && !Kinds.Contains(kind))
            {
                map.Fault("kind", $"三员只有 {string.Join("、", Kinds)}，没有 {kind}{Spelling.DidYouMean(kind, Kinds)}");
            }

            var administrator = new UnitAdministrator(
                map.Required("name"), map.Required("login"), (AdministratorKind)Math.Max(Array.IndexOf(Kinds, kind), 0));
            map.NothingElse();
            RequireOwnLogin(map, administrator.Login, administrator.Name);
            return administrator;
        })];

    private void RequireOwnLogin(YamlMap map, string login, string name)
    {
        if (login.Length > 0 && !LoginSpelling().IsMatch(login))
        {
            map.Fault("login", $"登录名“{login}”只能用小写字母、数字、点和短横，以字母开头，不能以 setup- 开头");
        }
        else if (login.Length > 0 && !_logins.TryAdd(login, name))
        {
            map.Fault("login", $"登录名“{login}”已是“{_logins[login]}”的");
        }
    }

    private ImmutableArray<UnitPost> Posts() =>
        [.. Maps("posts").Select(map =>
        {
            var (from, until) = Days(map);
            var post = new UnitPost(
                Login(map), Known(map, "body", map.Required("body")), new RoleId(Role(map)), from, until);
            map.NothingElse();
            return post;
        })];

    /// <summary>Nobody stands in for himself, and on one day one other does.</summary>
    private ImmutableArray<UnitAbsence> Absences()
    {
        var absences = ImmutableArray.CreateBuilder<UnitAbsence>();
        foreach (var map in Maps("absences"))
        {
            var absence = new UnitAbsence(Login(map), map.RequiredDay("from"), map.RequiredDay("until"), Login(map, "proxy"));
            map.NothingElse();
            if (absence.Until < absence.From)
            {
                map.Fault("until", $"结束日 {absence.Until:yyyy-MM-dd} 早于开始日 {absence.From:yyyy-MM-dd}");
            }

            if (absence.Proxy.Length > 0 && absence.Proxy == absence.Login)
            {
                map.Fault("proxy", "不能由自己代自己");
            }

            if (absences.FirstOrDefault(a => a.Login == absence.Login && a.From <= absence.Until && absence.From <= a.Until) is { } other)
            {
                map.Fault("from", $"这几天他已登记外出：{other.From:yyyy-MM-dd} 至 {other.Until:yyyy-MM-dd}");
            }

            absences.Add(absence);
        }

        return absences.ToImmutable();
    }

    /// <summary>A post or an absence names its person; where two bear the name, by login.</summary>
    private string Login(YamlMap map, string key = "person")
    {
        var word = map.Required(key);
        var meant = _people.Where(p => p.Login == word || p.Name == word).Select(p => p.Login).ToList();
        if (meant.Count == 0 && word.Length > 0)
        {
            var known = _people.Select(p => p.Name).Concat(_people.Select(p => p.Login));
            map.Fault(key, $"人员中没有“{word}”{NearestName.DidYouMean(word, known)}");
        }
        else if (meant.Count > 1)
        {
            map.Fault(key, $"有{meant.Count}位“{word}”，请写登录名：{string.Join("、", meant)}");
        }

        return meant.FirstOrDefault() ?? word;
    }

    private string Role(YamlMap map)
    {
        var role = map.Required("role");
        if (roles is not null && role.Length > 0 && !roles.Contains(role))
        {
            map.Fault("role", $"没有 {role} 这个角色{Spelling.DidYouMean(role, roles)}");
        }

        return role;
    }

    /// <summary>The body's present name.</summary>
    private string Known(YamlMap map, string key, string name)
    {
        var body = _bodies.FirstOrDefault(b => b.AllNames().Any(n => n.Name == name));
        if (body is null && name.Length > 0)
        {
            var known = _bodies.SelectMany(b => b.AllNames()).Select(n => n.Name);
            map.Fault(key, $"机构中没有“{name}”{NearestName.DidYouMean(name, known)}");
        }

        return body?.Name ?? "";
    }

    private ImmutableArray<UnitRegister> Registers()
    {
        var registers = ImmutableArray.CreateBuilder<UnitRegister>();
        foreach (var map in Maps("registers"))
        {
            var register = Register(map);
            map.NothingElse();
            if (registers.Any(r => r.Symbol == register.Symbol))
            {
                map.Fault("symbol", $"代字“{register.Symbol}”写了两次");
            }

            registers.Add(register);
        }

        return registers.ToImmutable();
    }

    private static UnitRegister Register(YamlMap map)
    {
        var kept = map.Required("kept");
        var (first, year) = (Positive(map, "first"), Positive(map, "year"));
        if (kept is not (Here or Elsewhere or ""))
        {
            map.Fault("kept", $"kept 只能是 {Here} 或 {Elsewhere}，不能是 {kept}{Spelling.DidYouMean(kept, [Here, Elsewhere])}");
        }

        if (kept is Elsewhere && (first ?? year) is not null)
        {
            map.Fault(first is null ? "year" : "first", "不在本处编号的文号簿没有起始号");
        }

        return new UnitRegister(map.Required("symbol"), kept is Here, first ?? 1, year, map.Text("for"));
    }

    private ImmutableArray<Replacement> Replacements() =>
        [.. Maps("replacements").Select(map =>
        {
            var replacement = new Replacement(map.Required("text"), map.Required("with"));
            map.NothingElse();
            return replacement;
        })];

    private string Introduced(YamlNode node)
    {
        var login = top.Scalar(node);
        if (login.Length > 0 && _people.All(p => p.Login != login))
        {
            top.File.Fault(node, $"没有“{login}”这个登录名{NearestName.DidYouMean(login, _people.Select(p => p.Login))}");
        }

        return login;
    }

    private (DateOnly From, DateOnly? Until) Days(YamlMap map)
    {
        var (from, until) = (map.Day("from") ?? _from, map.Day("until"));
        if (until < from)
        {
            map.Fault("until", $"结束日 {until:yyyy-MM-dd} 早于开始日 {from:yyyy-MM-dd}");
        }

        return (from, until);
    }

    private IEnumerable<YamlMap> Maps(string key) => top.List(key).Select(top.AsMap).OfType<YamlMap>();

    private static int? Positive(YamlMap map, string key)
    {
        var number = map.Number(key);
        if (number is 0)
        {
            map.Fault(key, $"{key} 应当是正整数");
        }

        return number;
    }

    // setup-N is what the first run calls its own account.
    [GeneratedRegex("^(?!setup-)[a-z][a-z0-9.-]{1,39}$")]
    private static partial Regex LoginSpelling();
}
