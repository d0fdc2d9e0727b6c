using System.Globalization;
using Approvals.IntegrationTests.Directories;
using YamlDotNet.RepresentationModel;

namespace Approvals.IntegrationTests.Time;

/// <summary>A seat as the history shows it: where, whose, from when to when. Nothing of its time is taken from there.</summary>
/// <param name="Opened">Or when its date was moved.</param>
internal sealed record SeatSpan(
    Guid Case, string Workflow, string Stage, int Round, int Seat, string? Body, string Title, DateTimeOffset Opened, DateTimeOffset? Closed);

/// <summary>A rung that must have fired.</summary>
/// <param name="Coalesced">Rungs that it stands for.</param>
internal sealed record PromisedRung(
    SeatSpan Of, int No, string Kind, DateOnly On, DateOnly Due, DateTimeOffset Fired, int[] Coalesced, string[] Told)
{
    /// <summary>What the message says: from the due date to the worked day on which it leaves.</summary>
    public int Days => NaiveDays.OnOrAfter(NaivePromise.DayOf(Fired)).DayNumber - Due.DayNumber;
}

/// <summary>
/// What the definitions' words promise about a seat, reckoned with fingers on the wall calendar: from the YAML and the unit file
/// as text, without a line of the product.
/// </summary>
internal sealed class NaivePromise
{
    private readonly Dictionary<(string Workflow, string Stage), YamlMappingNode> _stages = [];

    public NaivePromise(string folder)
    {
        foreach (var path in Directory.GetFiles(folder, "*.yaml"))
        {
            var file = new YamlStream();
            file.Load(new StringReader(File.ReadAllText(path)));
            var root = (YamlMappingNode)file.Documents[0].RootNode;
            foreach (var stage in Nodes(root, "stages").OfType<YamlMappingNode>())
            {
                _stages[(Word(root, "workflow") ?? "", Word(stage, "id") ?? "")] = stage;
            }
        }
    }

    /// <summary>In the order in which they fire in their case.</summary>
    public IEnumerable<PromisedRung> Of(IEnumerable<SeatSpan> spans) => spans.SelectMany(Of)
        .OrderBy(r => r.Fired).ThenBy(r => r.On).ThenBy(r => r.Of.Seat).ThenBy(r => r.No);

    /// <summary>The instant of a look that is the first at or after this one; looks are at eight on every day that runs.</summary>
    public static DateTimeOffset Look(DateTimeOffset at)
    {
        var local = at.ToOffset(TimeSpan.FromHours(8));
        var day = DateOnly.FromDateTime(local.DateTime);
        day = local.TimeOfDay > TimeSpan.FromHours(8) ? day.AddDays(1) : day;
        while (YearScript.IsOut(day))
        {
            day = day.AddDays(1);
        }

        return Eight(day);
    }

    /// <summary>When a message written then is delivered: at once, or on the next worked day.</summary>
    public static DateTimeOffset Delivered(DateTimeOffset written) => Look(Eight(NaiveDays.OnOrAfter(DayOf(written))));

    public static DateTimeOffset Eight(DateOnly day) => new(day, new TimeOnly(8, 0), TimeSpan.FromHours(8));

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(TimeSpan.FromHours(8)).DateTime);

    private IEnumerable<PromisedRung> Of(SeatSpan span)
    {
        var stage = _stages[(span.Workflow, span.Stage)];
        if (Due(stage, span) is not { } due)
        {
            return [];
        }

        var met = Rungs(stage, due, DayOf(span.Opened))
            .Where(r => Eight(r.On) > span.Opened && Look(Eight(r.On)) is var fires && DayOf(fires) <= YearScript.End
                && !(fires > span.Closed)).ToList();
        return met.GroupBy(r => Look(Eight(r.On))).SelectMany(together => Fired(span, due, together.Key, [.. together]));
    }

    private static IEnumerable<PromisedRung> Fired(
        SeatSpan span, DateOnly due, DateTimeOffset at, List<(int No, string Kind, DateOnly On, YamlNode? To)> rungs)
    {
        var reminders = rungs.Where(r => r.Kind == "reminder").OrderBy(r => r.On).ThenBy(r => r.No).ToList();
        foreach (var (no, kind, on, to) in rungs.Where(r => r.Kind != "reminder" || r == reminders[^1]))
        {
            yield return new PromisedRung(
                span, no, kind, on, due, at, kind == "reminder" ? [.. reminders.SkipLast(1).Select(r => r.No)] : [],
                to is null ? [] : [.. Who(to, span, DayOf(at)).Distinct().Order(StringComparer.Ordinal)]);
        }
    }

    private static DateOnly? Due(YamlMappingNode stage, SeatSpan span) => Node(stage, "deadline") switch
    {
        null => null,
        YamlMappingNode named when Word(named, "date") == "checks" => YearScript.Checks,
        YamlMappingNode named when Word(named, "date") == "finish" => YearScript.Finish,
        YamlScalarNode { Value: "own" } => YearScript.DueOf(span.Title, span.Opened),
        YamlScalarNode { Value: { } words } when words.Contains("workday", StringComparison.Ordinal) =>
            NaiveDays.Later(DayOf(span.Opened), Number(words.Split(' ')[0])),
        var other => throw new InvalidOperationException($"{span.Stage} is due {other}"),
    };

    private static IEnumerable<(int No, string Kind, DateOnly On, YamlNode? To)> Rungs(YamlMappingNode stage, DateOnly due, DateOnly opened)
    {
        var (no, target, after) = (0, NaiveDays.OnOrBefore(due), due < opened ? opened : due);
        foreach (var word in Nodes(stage, "remind").Select(n => ((YamlScalarNode)n).Value ?? ""))
        {
            var days = Number(word.TrimEnd('d'));
            yield return (no++, "reminder", (days > 0 ? after : target).AddDays(days), Node(stage, "signers"));
        }

        foreach (var rung in Nodes(stage, "escalate").Cast<YamlMappingNode>())
        {
            var on = NaiveDays.Later(after, Number((Word(rung, "after") ?? "").Split(' ')[0]));
            yield return (no++, Node(rung, "to") is null ? "opens" : "escalation", on, Node(rung, "to"));
        }

        if (Node(stage, "on_deadline") is not null)
        {
            yield return (no, "moves", target, null);
        }
    }

    private static IEnumerable<string> Who(YamlNode rule, SeatSpan span, DateOnly day) => rule switch
    {
        YamlSequenceNode all => all.SelectMany(one => Who(one, span, day)),
        YamlMappingNode one when Word(one, "role") is { } role => Holders(role, null, day),
        YamlMappingNode one when Word(one, "people") == "first_leader" => [YearScript.RowOf(span.Title).Leader],
        YamlMappingNode one when Word(one, "bodies") is { } party => Nodes(one, "roles").SelectMany(
            role => Holders(((YamlScalarNode)role).Value ?? "", party == "host_department" ? "党建办" : span.Body, day)),
        _ => throw new InvalidOperationException($"{span.Stage} tells {rule}"),
    };

    private static IEnumerable<string> Holders(string role, string? body, DateOnly day) => ShippedUnit.Twin.Posts
        .Where(p => p.Role.Value == role && (body is null || p.Body == body) && p.From <= day && (p.Until is null || day <= p.Until))
        .Select(p => YearScript.NameOf(p.Login));

    private static int Number(string word) => int.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static YamlNode? Node(YamlMappingNode map, string key) => map.Children.TryGetValue(key, out var value) ? value : null;

    private static string? Word(YamlMappingNode map, string key) => (Node(map, key) as YamlScalarNode)?.Value;

    private static IEnumerable<YamlNode> Nodes(YamlMappingNode map, string key) => Node(map, key) as YamlSequenceNode ?? [];
}
