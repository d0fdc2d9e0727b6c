using System.Collections.Immutable;
using System.Globalization;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>Numbers and days of a duty in forms: what they ask for, and what was typed.</summary>
internal static class MeasureForms
{
    /// <summary>How far ahead the next day of a duty is proposed.</summary>
    private const int Next = 1;

    /// <summary>The number that stands is shown beside the empty field: what is typed is always a new one.</summary>
    public static InputOffer For(Input.Number number, bool required, Case @case) =>
        new(InputNames.Of(number), InputKind.Number, number.Title, required, [], null)
        {
            Bounds = new NumberBounds(number.Unit ?? "", Text(number.AtLeast), Text(number.AtMost)),
            Hint = Texts.Measures.Hint(number, @case.Measures.TryGetValue(number.Name, out var last) ? last : null),
        };

    /// <summary>The next day on which it is held, or the last one that was recorded otherwise, is proposed.</summary>
    public static InputOffer For(Input.Occurrence occurrence, bool required, Looked looked)
    {
        var (duty, context) = (looked.Case.Duty, looked.Context);
        var proposed = occurrence.Day switch
        {
            OccurrenceDay.Held => duty?.Next(context.Today, Next, context.Calendar).Select(d => (DateOnly?)d.On).FirstOrDefault(),
            OccurrenceDay.Excepted => duty?.Exceptions.Select(e => (DateOnly?)e.On).LastOrDefault(),
            _ => null,
        };
        return new InputOffer(
            InputNames.Of(occurrence), InputKind.Date, occurrence.Title, required, [], proposed is { } day ? Texts.Machine(day) : null)
        {
            Hint = duty is null ? null : Texts.Measures.Hint(occurrence.Day, duty.Recurrence),
        };
    }

    /// <summary>What was typed into the number fields of an action, and the first that is no number.</summary>
    public static (ImmutableSortedDictionary<string, decimal> Numbers, Input.Number? Wrong) Numbers(
        StageAction action, Func<string, string?> typed)
    {
        var numbers = Measures.None;
        foreach (var input in action.Inputs.OfType<Input.Number>().DistinctBy(n => n.Name))
        {
            if (typed(InputNames.Of(input)) is not { } text)
            {
                continue;
            }

            if (Number(text) is not { } number)
            {
                return (numbers, input);
            }

            numbers = numbers.Add(input.Name, number);
        }

        return (numbers, null);
    }

    /// <summary>How the definition's forms call a number; by its name where none asks for it.</summary>
    public static Input.Number Called(Workflow workflow, string name) =>
        workflow.Stages.SelectMany(s => s.Actions).SelectMany(a => a.Inputs).OfType<Input.Number>().FirstOrDefault(n => n.Name == name)
        ?? new Input.Number(name, name, null, null, null);

    /// <summary>As people type it: with a full-width point or digits, or the unit behind it.</summary>
    private static decimal? Number(string text) =>
        decimal.TryParse(
            Engine.Deadlines.ChineseNumbers.Narrow(text).Replace('．', '.').Replace('。', '.').TrimEnd('%', '％', ' '),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? Text(decimal? bound) => bound?.ToString(CultureInfo.InvariantCulture);
}
