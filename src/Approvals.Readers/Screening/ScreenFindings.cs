using System.Collections.Immutable;

namespace Approvals.Readers.Screening;

/// <summary>
/// What one file holds that may not come in as it is: personal numbers, each once however often it stands there (a column knows what
/// its head said), and the mark of a state secret.
/// </summary>
internal sealed class ScreenFindings
{
    /// <summary>In place of each sign of a number that was blacked out.</summary>
    public const char Blackened = '■';

    /// <summary>A bare 秘密 is a mark at the head of a paper; further down it is a word in a cell.</summary>
    private const int HeadOfPaper = 15;

    private readonly HashSet<(PersonalKind, string)> _known = [];
    private readonly ImmutableArray<PersonalNumber>.Builder _found = ImmutableArray.CreateBuilder<PersonalNumber>();
    private string? _mark;
    private int _passages;

    public Screened Screened => new(_found.ToImmutable(), _mark);

    public void NextPart() => _passages = 0;

    /// <summary>What is in a paragraph or a cell.</summary>
    /// <param name="columns">Kinds by column, of the table that it stands in; null outside of tables.</param>
    public List<PersonalSpan> Look(string text, int column = 0, Dictionary<int, PersonalKind>? columns = null)
    {
        Mark(text);
        var spans = PersonalNumbers.In(text);
        if (columns is not null && spans.Count == 0)
        {
            if (PersonalNumbers.OfHead(text) is { } head)
            {
                columns[column] = head;
            }
            else if (columns.TryGetValue(column, out var kind) && PersonalNumbers.IsAlone(text, kind))
            {
                spans.Add(new PersonalSpan(kind, 0, text.Length));
            }
        }

        foreach (var span in spans)
        {
            var number = string.Concat(text.AsSpan(span.Start, span.Length).ToString().Where(c => !char.IsWhiteSpace(c) && c != '-'));
            if (_known.Add((span.Kind, number)))
            {
                _found.Add(new PersonalNumber(span.Kind, PersonalNumbers.Shown(number)));
            }
        }

        return spans;
    }

    private void Mark(string text)
    {
        if (_mark is null && !string.IsNullOrWhiteSpace(text))
        {
            _mark = SecrecyMark.Find(text, bare: ++_passages <= HeadOfPaper);
        }
    }

    /// <summary>The text with the numbers blacked out, sign for sign.</summary>
    public static string Blacken(string text, IEnumerable<PersonalSpan> spans)
    {
        var signs = text.ToCharArray();
        foreach (var span in spans)
        {
            Array.Fill(signs, Blackened, span.Start, span.Length);
        }

        return new string(signs);
    }
}
