using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>What stands around the items (marks, annexes, sections, groups) and the places of values.</summary>
internal sealed partial class Scorer
{
    /// <summary>Only of what the clerk's reading states.</summary>
    private void Around(ImmutableArray<(ExpectedItem Expected, ReadItem Read)> pairs)
    {
        Mark("urgency", Expected.Urgency, read.Urgency);
        Mark("secrecy", Expected.Secrecy, read.Secrecy);
        Value("planTitle", Stated(Expected.PlanTitle), Stated(read.PlanTitle), Expected.PlanTitle is not null);
        if (!Expected.Annexes.IsDefault)
        {
            Names("annexes", Expected.Annexes, read.Annexes, judged: true);
        }

        if (!Expected.Sections.IsDefault)
        {
            Sections();
        }

        foreach (var (expected, item) in pairs)
        {
            var (position, of) = (Expected.Items.IndexOf(expected) + 1, $" ← {expected.Title}");
            Value("groups", GroupOf(position), LastOf(item.Group, GroupOf(position)), Expected.Groups is not null, of);
            if (Expected.Phones is { } phones)
            {
                Names("phones", phones.GetValueOrDefault(position, []), [.. item.Points.SelectMany(p => p.Phones)], true, of);
            }

            if (Expected.Standards is { } standards)
            {
                Names(
                    "standards", standards.TryGetValue(position, out var standard) ? [standard] : [],
                    Stated(item.Standard) is { } read ? [read] : [], judged: true, of);
            }
        }
    }

    private void Mark(string field, string? expected, string? found) => Names(
        field, Stated(expected) is { } mark ? [mark] : [], Stated(found) is { } read ? [read] : [], expected is not null);

    private static string? Stated(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private string? GroupOf(int position) => Expected.Groups?.FirstOrDefault(g => g.Value.Contains(position)).Key;

    /// <summary>Of headings over each other the last; its number is no part of its name.</summary>
    private static string? LastOf(string? group, string? expected)
    {
        var last = Stated(group)?.Split('/')[^1];
        var (found, name) = (Wording.Plain(last), Wording.Plain(expected));
        return name.Length > 0 && (found == name || Numbered().Replace(found, "") == name) ? expected : last;
    }

    [GeneratedRegex("^(?:第?[一二三四五六七八九十]{1,3}(?:部分|章)?|[0-9]{1,2})")]
    private static partial Regex Numbered();

    /// <summary>Each expected one is the first of those left with its number, and its heading where it has one.</summary>
    private void Sections()
    {
        var left = read.Sections.SelectMany(s => s.WithBelow).Where(s => s.Level <= 2).ToList();
        foreach (var expected in Expected.Sections)
        {
            var at = left.FindIndex(s => IsSection(expected, s));
            if (at < 0)
            {
                score.Missed(document, "sections", expected);
            }
            else
            {
                score.Right(document, "sections");
                left.RemoveAt(at);
            }
        }

        foreach (var extra in left)
        {
            score.Wrong(document, "sections", $"{extra.Level}:{extra.No} {extra.Heading}");
        }
    }

    private static bool IsSection(string expected, ReadSection section)
    {
        var (level, close) = expected[0] == '（' ? (2, '）') : (1, '、');
        var end = expected.IndexOf(close);
        var (number, heading) = (expected[(level - 1)..end], expected[(end + 1)..]);
        var (name, found) = (Wording.Plain(heading.TrimEnd('…')), Wording.Plain(section.Heading));
        return section.Level == level && Numeral(number) == section.No
            && (heading.EndsWith('…') ? found.Length == 0 || found.StartsWith(name, StringComparison.Ordinal) : name.Length == 0 || found == name);
    }

    private static int Numeral(string number) => number.Split('十') switch
    {
        [var ones] => Digit(ones),
        [var tens, var ones] => (tens.Length == 0 ? 10 : 10 * Digit(tens)) + (ones.Length == 0 ? 0 : Digit(ones)),
        _ => 0,
    };

    private static int Digit(string numeral) => "〇一二三四五六七八九".IndexOf(numeral, StringComparison.Ordinal);

    /// <summary>A place shows the value that was read there, where the document has it in these words.</summary>
    private void Places(ImmutableArray<(ExpectedItem Expected, ReadItem Read)> pairs)
    {
        Place(read.Sources, "number", read.Number);
        Place(read.Sources, "title", read.Title);
        Place(read.Sources, "planTitle", read.PlanTitle);
        Place(read.Sources, "urgency", read.Urgency);
        Place(read.Sources, "secrecy", read.Secrecy);
        Each(read.Sources, "addressees", read.Addressees);
        Each(read.Sources, "cc", read.Cc);
        foreach (var (_, item) in pairs)
        {
            Place(item.Sources, "title", item.Title);
            Place(item.Sources, "standard", item.Standard);
            Each(item.Sources, "leaders", item.Leaders);
            Each(item.Sources, "departments", item.Departments);
            foreach (var point in item.Points.Where(p => p.Source is not null))
            {
                Shown("point", point.Text, point.Source is { } place ? [place] : []);
            }
        }
    }

    private void Each(ReadSources sources, string value, ImmutableArray<string> texts)
    {
        foreach (var text in texts)
        {
            Place(sources, value, text);
        }
    }

    private void Place(ReadSources sources, string value, string? text) => Shown(value, text, [.. sources.Of(value)]);

    private void Shown(string value, string? text, ImmutableArray<SourceSpan> places)
    {
        var words = Wording.Plain(text);
        if (words.Length == 0 || !_whole.Value.Contains(words, StringComparison.Ordinal))
        {
            return;
        }

        if (places.Any(p => Wording.Plain(read.At(p)).Contains(words, StringComparison.Ordinal)))
        {
            score.Right(document, "sources");
        }
        else if (places.IsEmpty)
        {
            score.Missed(document, "sources", $"{value} {text}");
        }
        else
        {
            score.Mistaken(document, "sources", $"{value} {text}", string.Join('|', places.Select(read.At)));
        }
    }
}
