using System.Collections.Immutable;
using Approvals.Web.Features.Files;

namespace Approvals.Web.Features.Cases;

/// <summary>Where an action leads, so that a page can tell the way on from the way back without knowing its name.</summary>
public enum OfferTone
{
    /// <summary>On to the next stage: the one primary button.</summary>
    Forward,

    /// <summary>Back to an earlier stage, or no.</summary>
    Back,

    /// <summary>Neither: the case stays where it is, or goes aside.</summary>
    Neutral,
}

/// <summary>What an input asks for; the partial <c>_Input</c> draws each kind.</summary>
public enum InputKind
{
    /// <summary>Reason (理由), a short text box.</summary>
    Reason,

    /// <summary>Report (情况), a large text box.</summary>
    Report,

    /// <summary>Files; never demanded.</summary>
    Evidence,

    Date,

    /// <summary>A number with its unit and bounds.</summary>
    Number,

    /// <summary>One person of the choices.</summary>
    Person,

    People,

    /// <summary>One body (科室 …) of the choices.</summary>
    Body,

    Bodies,

    /// <summary>One of the choices, whatever they are.</summary>
    One,

    Text,

    /// <summary>代录: whose decision it is (a person of the choices), on which occasion, and a scan.</summary>
    RecordedFor,
}

/// <summary>One thing to choose.</summary>
/// <param name="Group">Heading under which long lists are broken; null where there is none.</param>
public sealed record Choice(string Value, string Title, string? Group = null);

/// <summary>What an action asks for. The form field is <see cref="Field"/>.</summary>
/// <param name="Name">The name that the definition gives to the input.</param>
/// <param name="Value">What was typed before and refused, or a proposal; many values are joined by commas; null is empty.</param>
public sealed record InputOffer(
    string Name, InputKind Kind, string Title, bool Required, ImmutableArray<Choice> Choices, string? Value)
{
    /// <summary>Sentence under the title; null where the title says enough.</summary>
    public string? Hint { get; init; }

    /// <summary>For a number: what it counts, and its bounds.</summary>
    public NumberBounds? Bounds { get; init; }

    /// <summary>For 代录: the occasion as typed before and refused.</summary>
    public string? Occasion { get; init; }

    /// <summary>in.NAME; 代录 has in.NAME.who, in.NAME.occasion and in.NAME.scan.</summary>
    public string Field => "in." + Name;

    public bool Chosen(string value) => Value is { } typed && typed.Split(',').Contains(value, StringComparer.Ordinal);
}

/// <param name="Unit">Behind the field; empty where a number has none.</param>
/// <param name="Least">As a form writes it; null where it has no bound.</param>
public sealed record NumberBounds(string Unit, string? Least, string? Most);

/// <summary>One thing that a person may do with a case now, from one seat.</summary>
/// <param name="NotNow">Sentence why it cannot be pressed yet; null when it can.</param>
/// <param name="Together">Titles of the further stages that the same press does (合并办理).</param>
/// <param name="ContentHash">Hash of what is being signed: the press is refused when it changed meanwhile.</param>
public sealed record ActionOffer(
    Guid CaseId,
    int Round,
    int Seat,
    string ActionId,
    string Title,
    OfferTone Tone,
    ImmutableArray<InputOffer> Inputs,
    string? NotNow,
    ImmutableArray<string> Together,
    string ContentHash)
{
    /// <summary>The ids behind <see cref="Together"/>; they come back as the form field with.ACTION, joined by commas.</summary>
    public ImmutableArray<string> TogetherIds { get; init; } = [];

    /// <summary>This press alone ends the case: there is nothing to take back after it.</summary>
    public bool IsLast { get; init; }
}

/// <summary>A sentence of refusal.</summary>
/// <param name="Field">The form field that it belongs to; empty for the form as a whole.</param>
public sealed record FieldProblem(string Field, string Sentence);

/// <summary>
/// One form: everything that one seat offers one person now. All offers share case, round, seat and content.
/// Posted to <see cref="Address"/> as multipart with case, round, seat, hash, key, back, act (the pressed offer's id) and the
/// inputs' fields.
/// </summary>
/// <param name="As">In whose place, as words: 以护理部负责人身份.</param>
/// <param name="Key">Idempotency key of this form; a second press of the same form is answered as the first.</param>
/// <param name="Back">Relative address that the press returns to.</param>
/// <param name="Offers">In the definition's order; none where only <see cref="Hands"/> are drawn.</param>
public sealed record ActPanel(
    string Anchor, string As, string Key, string Back, ImmutableArray<ActionOffer> Offers, ImmutableArray<FieldProblem> Problems)
{
    /// <summary>
    /// For a decision that somebody else made elsewhere (代录): drawn folded, below what the person may do himself.
    /// </summary>
    public bool Recording { get; init; }

    /// <summary>Nothing is asked here, and nothing leads on that would not come by itself: drawn folded, without a primary button.</summary>
    public bool Secondary { get; init; }

    /// <summary>加签; null where the seat may add nobody now.</summary>
    public AddSeatOffer? Adding { get; init; }

    /// <summary>委托: for whom of the absent it is done, as the form's field <c>for</c>; empty where for himself.</summary>
    public string For { get; init; } = "";

    /// <summary>What may be done with the seat besides acting; where there are no offers, with the seats of others.</summary>
    public ImmutableArray<HandForm> Hands { get; init; } = [];

    /// <summary>Of the refused form: they wait to go with the next press.</summary>
    public ImmutableArray<EvidenceFile> Files { get; init; } = [];

    /// <summary>撤回 of what the person pressed himself: its form goes to another address.</summary>
    public bool Recall { get; init; }

    public string Address => Recall ? "/recall" : "/act";

    public ActionOffer First => Offers[0];

    /// <summary>
    /// The one primary button: the way on, else the first that does not lead back; null when neither can be pressed.
    /// </summary>
    public ActionOffer? Primary => Secondary ? null
        : Ready.FirstOrDefault(o => o.Tone == OfferTone.Forward) ?? Ready.FirstOrDefault(o => o.Tone == OfferTone.Neutral);

    /// <summary>What can be pressed now.</summary>
    public IEnumerable<ActionOffer> Ready => Offers.Where(o => o.NotNow is null);

    /// <summary>Inputs of the primary button: they stand above it. An input of the same name is drawn once a form.</summary>
    public IEnumerable<InputOffer> Shared => Primary is { } primary ? Plain(primary) : [];

    /// <summary>Buttons beside the primary one: they ask for nothing more than it does.</summary>
    public IEnumerable<ActionOffer> Beside => Ready.Where(o => o != Primary && !Own(o).Any());

    /// <summary>Offers that ask for more, folded away; those that ask for the same are folded together.</summary>
    public IEnumerable<FoldedOffers> Folded => Ready
        .Where(o => o != Primary && Own(o).Any())
        .GroupBy(o => string.Join(',', Own(o).Select(i => i.Name).Order(StringComparer.Ordinal)))
        .Select(g => new FoldedOffers([.. g], [.. Own(g.First())], g.Any(o => Own(o).Any(i => About(i.Field).Any()))));

    /// <summary>代录 stands folded away above the buttons, once.</summary>
    public InputOffer? RecordedFor => Ready.SelectMany(o => o.Inputs).FirstOrDefault(i => i.Kind == InputKind.RecordedFor);

    public IEnumerable<FieldProblem> About(string field) => Problems.Where(p => p.Field == field);

    /// <summary>What is drawn for an input that these offers share.</summary>
    public InputField Field(InputOffer input, IEnumerable<ActionOffer> offers)
    {
        var askers = offers.Where(o => o.Inputs.Any(i => i.Name == input.Name)).ToImmutableArray();
        var needing = askers.Where(o => o.Inputs.Any(i => i.Name == input.Name && i.Required)).ToImmutableArray();
        var always = needing.Length == askers.Length && needing.Length > 0;
        return new(input, Anchor + "-" + input.Name, always, always ? [] : [.. needing.Select(o => o.Title)],
            [.. About(input.Field)]);
    }

    private IEnumerable<InputOffer> Own(ActionOffer offer) => Plain(offer).Where(i => Shared.All(s => s.Name != i.Name));

    private static IEnumerable<InputOffer> Plain(ActionOffer offer) => offer.Inputs.Where(i => i.Kind != InputKind.RecordedFor);
}

/// <param name="Open">One of them was refused: it must not stay folded.</param>
public sealed record FoldedOffers(ImmutableArray<ActionOffer> Offers, ImmutableArray<InputOffer> Inputs, bool Open);

/// <summary>What <c>_Input</c> draws: one input inside one form.</summary>
/// <param name="Always">Demanded by whatever is pressed; otherwise <paramref name="NeededBy"/> names the buttons that
/// demand it.</param>
/// <param name="Id">Prefix that makes element ids unique on the page.</param>
public sealed record InputField(InputOffer Input, string Id, bool Always, ImmutableArray<string> NeededBy,
    ImmutableArray<FieldProblem> Problems)
{
    /// <summary>A long list from which nobody need choose, and nobody has.</summary>
    public bool Folds => !Always && NeededBy.IsEmpty && Problems.IsEmpty && string.IsNullOrEmpty(Input.Value);

    /// <summary>Ids of what describes it; null where nothing does.</summary>
    public string? Described
    {
        get
        {
            var hint = Input.Hint is null && Input.Kind != InputKind.Evidence ? "" : Id + "-hint";
            var ids = Problems.IsEmpty ? hint : $"{hint} {Id}-problem".Trim();
            return ids.Length > 0 ? ids : null;
        }
    }
}

/// <summary>The page <c>/act</c>: one panel alone, shown when a press was refused, with what was typed.</summary>
public sealed record ActView(string Title, string Subject, string SubjectHref, LampView? Lamp, ActPanel Panel)
{
    /// <summary>When the next reminder goes; null where the seat has no due date.</summary>
    public string? Time { get; init; }

    /// <summary>As words; null where it has none.</summary>
    public string? Due { get; init; }
}
