using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Approvals.Engine;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Units;

/// <summary>Reads one unit file from top to bottom and stops at the first thing that is wrong.</summary>
internal sealed partial class UnitFileReader(string file, IReadOnlyCollection<string>? roles)
{
    private const string Version = "approvals/1";
    private const string Here = "here";
    private const string Elsewhere = "elsewhere";

    private DateOnly _from;

    public UnitFile Read(Stream stream)
    {
        var top = new UnitYaml(
            file, Root(stream), "单位文件",
            "apiVersion", "unit", "short", "demonstration", "zone", "from", "host", "registers", "bodies", "people", "posts", "replacements",
            "introduce");
        if (top.Text("apiVersion") is not Version)
        {
            throw top.Wrong("apiVersion", $"apiVersion 应是 {Version}");
        }

        _from = top.Day("from") ?? throw top.Wrong("unit", "单位文件缺少“from”：本目录自哪一天起有效");
        var bodies = Bodies(top);
        var people = People(top);
        return new UnitFile(
            top.Text("unit"), top.Text("short"), top.Truth("demonstration"), Zone(top), _from,
            top.Optional("host") is { } host ? Known(top, "host", host, bodies) : null,
            bodies, people, Posts(top, bodies, people), Registers(top), Replacements(top),
            [.. top.List("introduce").Select(node => Introduced(top, node, people))]);
    }

    private YamlNode Root(Stream stream)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            yaml.Load(reader);
        }
        catch (YamlException broken)
        {
            throw UnitYaml.At(file, broken.Start, $"不是合法的 YAML：{broken.Message}", broken);
        }

        return yaml.Documents is [var only]
            ? only.RootNode
            : throw new UnitFileException(file, 1, 1, "单位文件应恰有一份内容");
    }

    private static string Zone(UnitYaml top) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(top.Text("zone"), out _)
            ? top.Text("zone")
            : throw top.Wrong("zone", $"没有“{top.Text("zone")}”这个时区，应如 Asia/Shanghai");

    private ImmutableArray<UnitBody> Bodies(UnitYaml top)
    {
        var read = top.List("bodies").Select(node => new UnitYaml(
            file, node, "机构", "name", "kind", "also", "answered-by", "stands-for", "from", "until")).ToList();
        var bodies = read.Select(Body).ToImmutableArray();
        var names = new Dictionary<string, string>();
        foreach (var (yaml, body) in read.Zip(bodies))
        {
            foreach (var name in body.AllNames().Where(n => !names.TryAdd(n.Name, body.Name)))
            {
                throw yaml.Wrong("name", $"“{name.Name}”写了两次：已是“{names[name.Name]}”的名称");
            }
        }

        foreach (var (yaml, body) in read.Zip(bodies).Where(b => b.Second.AnsweredBy is not null))
        {
            if (Known(yaml, "answered-by", body.AnsweredBy ?? "", bodies) == body.Name)
            {
                throw yaml.Wrong("answered-by", $"“{body.Name}”不能由自己归口");
            }
        }

        return bodies;
    }

    private UnitBody Body(UnitYaml yaml)
    {
        var kind = yaml.Text("kind");
        if (!BodyKinds.TryParse(kind, out var known))
        {
            throw yaml.Wrong("kind", UnitYaml.Unknown($"没有“{kind}”这类机构", kind, BodyKinds.All));
        }

        var (from, until) = Days(yaml);
        return new UnitBody(
            yaml.Text("name"), known, [.. yaml.List("also").Select(node => Alias(node, from, until))],
            yaml.Optional("answered-by"), yaml.Optional("stands-for"), from, until);
    }

    /// <summary>Another name: a plain word, or a map where it was used for some time only.</summary>
    private UnitBodyAlias Alias(YamlNode node, DateOnly from, DateOnly? until)
    {
        if (node is YamlScalarNode { Value: { Length: > 0 } name })
        {
            return new UnitBodyAlias(name, from, until);
        }

        var yaml = new UnitYaml(file, node, "别名", "name", "from", "until");
        return new UnitBodyAlias(yaml.Text("name"), yaml.Day("from") ?? from, yaml.Day("until") ?? until);
    }

    private ImmutableArray<UnitPerson> People(UnitYaml top)
    {
        var people = ImmutableArray.CreateBuilder<UnitPerson>();
        var logins = new Dictionary<string, string>();
        foreach (var node in top.List("people"))
        {
            var yaml = new UnitYaml(file, node, "人员", "name", "login", "stands-for");
            var person = new UnitPerson(yaml.Text("name"), yaml.Text("login"), yaml.Optional("stands-for"));
            if (!LoginSpelling().IsMatch(person.Login))
            {
                throw yaml.Wrong("login", $"登录名“{person.Login}”只能用小写字母、数字、点和短横，以字母开头");
            }

            if (!logins.TryAdd(person.Login, person.Name))
            {
                throw yaml.Wrong("login", $"登录名“{person.Login}”已是“{logins[person.Login]}”的");
            }

            people.Add(person);
        }

        return people.ToImmutable();
    }

    private ImmutableArray<UnitPost> Posts(UnitYaml top, ImmutableArray<UnitBody> bodies, ImmutableArray<UnitPerson> people) =>
        [.. top.List("posts").Select(node =>
        {
            var yaml = new UnitYaml(file, node, "岗位", "person", "body", "role", "from", "until");
            var (from, until) = Days(yaml);
            return new UnitPost(
                Login(yaml, people), Known(yaml, "body", yaml.Text("body"), bodies), new RoleId(Role(yaml)), from, until);
        })];

    /// <summary>A post names its holder; where two bear the name, by login.</summary>
    private static string Login(UnitYaml yaml, ImmutableArray<UnitPerson> people)
    {
        var word = yaml.Text("person");
        var meant = people.Where(p => p.Login == word || p.Name == word).ToList();
        return meant switch
        {
            [var only] => only.Login,
            [] => throw yaml.Wrong("person", UnitYaml.Unknown(
                $"人员中没有“{word}”", word, people.Select(p => p.Name).Concat(people.Select(p => p.Login)))),
            _ => throw yaml.Wrong("person", $"有{meant.Count}位“{word}”，请写登录名：{string.Join("、", meant.Select(p => p.Login))}"),
        };
    }

    private string Role(UnitYaml yaml)
    {
        var role = yaml.Text("role");
        return roles is null || roles.Contains(role)
            ? role
            : throw yaml.Wrong("role", UnitYaml.Unknown($"没有“{role}”这个角色", role, roles));
    }

    private static string Known(UnitYaml yaml, string key, string name, ImmutableArray<UnitBody> bodies) =>
        bodies.FirstOrDefault(b => b.AllNames().Any(n => n.Name == name))?.Name
        ?? throw yaml.Wrong(key, UnitYaml.Unknown($"机构中没有“{name}”", name, bodies.SelectMany(b => b.AllNames()).Select(n => n.Name)));

    private ImmutableArray<UnitRegister> Registers(UnitYaml top)
    {
        var registers = ImmutableArray.CreateBuilder<UnitRegister>();
        foreach (var node in top.List("registers"))
        {
            var yaml = new UnitYaml(file, node, "文号簿", "symbol", "kept", "first", "year", "for");
            var kept = yaml.Text("kept");
            if (kept is not (Here or Elsewhere))
            {
                throw yaml.Wrong("kept", UnitYaml.Unknown($"“kept”只能是 {Here} 或 {Elsewhere}，不能是“{kept}”", kept, [Here, Elsewhere]));
            }

            if (kept is Elsewhere && (yaml.Has("first") || yaml.Has("year")))
            {
                throw yaml.Wrong("first", "不在本处编号的文号簿没有起始号");
            }

            if (registers.Any(r => r.Symbol == yaml.Text("symbol")))
            {
                throw yaml.Wrong("symbol", $"代字“{yaml.Text("symbol")}”写了两次");
            }

            registers.Add(new UnitRegister(yaml.Text("symbol"), kept is Here, yaml.Number("first") ?? 1, yaml.Number("year"), yaml.Has("for") ? yaml.Text("for") : null));
        }

        return registers.ToImmutable();
    }

    private ImmutableArray<Replacement> Replacements(UnitYaml top) =>
        [.. top.List("replacements").Select(node =>
        {
            var yaml = new UnitYaml(file, node, "替换", "text", "with");
            return new Replacement(yaml.Text("text"), yaml.Text("with"));
        })];

    private static string Introduced(UnitYaml top, YamlNode node, ImmutableArray<UnitPerson> people)
    {
        var login = (node as YamlScalarNode)?.Value ?? "";
        return people.Any(p => p.Login == login)
            ? login
            : throw top.Wrong(node, UnitYaml.Unknown($"没有“{login}”这个登录名", login, people.Select(p => p.Login)));
    }

    private (DateOnly From, DateOnly? Until) Days(UnitYaml yaml)
    {
        var (from, until) = (yaml.Day("from") ?? _from, yaml.Day("until"));
        return until < from ? throw yaml.Wrong("until", $"结束日 {until:yyyy-MM-dd} 早于开始日 {from:yyyy-MM-dd}") : (from, until);
    }

    [GeneratedRegex("^[a-z][a-z0-9.-]{1,39}$")]
    private static partial Regex LoginSpelling();
}
