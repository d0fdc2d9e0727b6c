using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>
/// Sentences that say a day, or whose work it is, and that no item holds: what would be lost in silence is asked about.
/// What a sentence tells (the day of a meeting, the basis, since when something is in force) is no loss.
/// </summary>
internal sealed partial class LooseSentences(Items reader, DateOnly? issuedOn, TakenPlaces taken, FindingList findings)
{
    private const int Shown = 40;

    /// <summary>A text with more is not read at all; more of the same helps nobody.</summary>
    private const int Most = 40;

    /// <summary>A date alone is what the heading over it asks for (活动时间).</summary>
    private const int FewestWords = 4;

    private static readonly Regex _told = new(
        $"(?:{string.Join('|', Lexicon.Office.Words("told"))})", RegexOptions.CultureInvariant);

    private static readonly Regex _aims = new($"(?:{Lexicon.Office.Any("aims")})$", RegexOptions.CultureInvariant);

    private static readonly Regex _around = new($"(?:{Lexicon.Office.Any("around")})", RegexOptions.CultureInvariant);

    private int _found;

    /// <param name="undated">Whether undated demands count there: below 工作要求 beside a list they are none.</param>
    public void Check(OutlineNode node, bool undated = true)
    {
        if (_aims.IsMatch(node.Heading.Text))
        {
            return;
        }

        undated &= !_around.IsMatch(node.Heading.Text);
        var told = Times().IsMatch(node.Heading.Text);
        // A heading with a day or a body explains what stands under it.
        var explains = node.Level > 0 && Holds(node);
        foreach (var part in node.Level == 0 ? node.Paragraphs : node.Paragraphs.Prepend(explains ? node.Rest : node.Full))
        {
            foreach (var sentence in ProseSentences.Of(part, atColons: false))
            {
                Check(sentence, undated, told);
            }
        }

        foreach (var child in node.Children)
        {
            Check(child, undated);
        }
    }

    /// <summary>Whether an item was read below the heading.</summary>
    private bool Holds(OutlineNode node) => taken.Touch(node.Rest.Whole) || node.Paragraphs.Exists(p => taken.Touch(p.Whole))
        || node.Below.Any(b => taken.Touch(b.Whole) || b.Paragraphs.Exists(p => taken.Touch(p.Whole)));

    /// <param name="told">It stands under 会议时间: only what is to be done until a day counts.</param>
    private void Check(Passage sentence, bool undated, bool told)
    {
        var source = sentence.Span(0, sentence.Length);
        if (_found >= Most || taken.Touch(source) || _told.IsMatch(sentence.Text) || ProseEntries.Introduces(sentence.Text.TrimEnd('：', ':')))
        {
            return;
        }

        var words = sentence.Length > Shown ? sentence.Text[..Shown] + "…" : sentence.Text;
        if (DayIn(sentence) is { } day)
        {
            if (told && !EndsBefore().IsMatch(day))
            {
                return;
            }

            _found++;
            findings.Add(FindingKind.SentenceWithoutItem, null,
                $"这句话写了日期{Quote.Of(day)}，没有归入任何事项：{Quote.Of(words)}，请看是不是要列为事项。", source, body: sentence.Text);
        }
        else if (undated && ProseActors.Of(sentence).Owners is { IsEmpty: false } owners && ProseEntries.Obliges(sentence.Text, owners))
        {
            _found++;
            findings.Add(FindingKind.SentenceWithoutItem, null,
                $"这句话写了责任单位{Quote.Of(string.Join('、', owners.Departments))}，没有归入任何事项：{Quote.Of(words)}，请看是不是要列为事项。",
                source, body: sentence.Text);
        }
    }

    /// <summary>The words of a day until which something is to be done: not of one that was past already, nor of a whole year.</summary>
    private string? DayIn(Passage sentence)
    {
        var text = sentence.Text;
        var phrases = ProseActors.DatesOf(text);
        return text.Length - phrases.Sum(p => p.Length) < FewestWords ? null : phrases.FirstOrDefault(p => IsDay().IsMatch(p.Text)
            && reader.Read(p, sentence) is { } reading
            && (reading.Recurrence is not null || reading.DueOn >= issuedOn || (EndsBefore().IsMatch(p.Text) && (reading.AlreadyPast || (issuedOn is null && Items.IsDated(p.Text))))))?.Text;
    }

    [GeneratedRegex("(?:时间|日期)(?:[和及、](?:地点|方式))?$")]
    private static partial Regex Times();

    [GeneratedRegex("(?:前|止)$")]
    private static partial Regex EndsBefore();

    [GeneratedRegex("[日号前止内底末旬]|下班")]
    private static partial Regex IsDay();
}
