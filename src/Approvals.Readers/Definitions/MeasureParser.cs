using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>The keys that speak of numbers and of what recurs.</summary>
internal static partial class MeasureParser
{
    /// <summary>Without marking the key as one that belongs here.</summary>
    public static bool IsIn(YamlMap map, string key) => map.Node.Children.ContainsKey(new YamlScalarNode(key));

    /// <summary><c>by_exception: own</c>: there is no other recurrence than the case's.</summary>
    public static bool ByException(YamlMap stage)
    {
        if (stage.Get("by_exception") is not { } node)
        {
            return false;
        }

        if (stage.Scalar(node) is var word and not "own")
        {
            stage.File.Fault(node, $"by_exception 不认识 {word}{Spelling.DidYouMean(word, ["own"])}");
        }

        return true;
    }

    /// <summary>A number or a day of the duty; false for a map that asks for something else.</summary>
    /// <param name="input">Null, with a fault noted, where it is one of them and wrong.</param>
    public static bool Input(YamlMap map, out Input? input)
    {
        input = IsIn(map, "number") ? Number(map) : IsIn(map, "occurrence") ? Occurrence(map) : null;
        return IsIn(map, "number") || IsIn(map, "occurrence");
    }

    /// <summary><c>{every: 1 quarter}</c>, <c>{every: own}</c>.</summary>
    public static Term? Every(YamlMap map)
    {
        var text = map.Required("every");
        if (text == "own")
        {
            return new Term.EveryOwn();
        }

        if (Length().Match(text) is { Success: true } match && int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) is > 0 and var n)
        {
            return new Term.Every(n, match.Groups[2].Value switch
            {
                "day" => RecurrencePeriod.Day,
                "week" => RecurrencePeriod.Week,
                "month" => RecurrencePeriod.Month,
                "quarter" => RecurrencePeriod.Quarter,
                _ => RecurrencePeriod.Year,
            });
        }

        map.Fault("every", $"周期 {text} 看不懂；写 own、1 day、2 weeks、1 month、1 quarter 或 1 year");
        return null;
    }

    private static Input.Number Number(YamlMap map)
    {
        var number = new Input.Number(
            map.Required("number"), map.Required("title"), map.Text("unit"), Decimal(map, "at_least"), Decimal(map, "at_most"));
        map.NothingElse();
        return number;
    }

    private static Input.Occurrence? Occurrence(YamlMap map)
    {
        var day = map.Word<OccurrenceDay>("occurrence");
        var title = map.Required("title");
        map.NothingElse();
        return day is { } known ? new Input.Occurrence(known, title) : null;
    }

    private static decimal? Decimal(YamlMap map, string key)
    {
        if (map.Get(key) is not { } value)
        {
            return null;
        }

        if (decimal.TryParse(
            map.Scalar(value), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        map.File.Fault(value, $"{key} 应当是一个数");
        return null;
    }

    [GeneratedRegex(@"^([0-9]{1,3}) (day|week|month|quarter|year)s?$")]
    private static partial Regex Length();
}
