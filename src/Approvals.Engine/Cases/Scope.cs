using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>知悉范围 of a case and of everything below it: those who may know of it, whatever their role.</summary>
/// <param name="Named">Each once, by their numbers.</param>
public sealed record Scope(ImmutableArray<PersonId> Named)
{
    public static Scope Of(IEnumerable<PersonId> named) => new([.. named.Distinct().OrderBy(p => p.Value)]);

    public bool Equals(Scope? other) => other is not null && Named.SequenceEqual(other.Named);

    public override int GetHashCode() => Named.Length;
}

[JsonDerivedType(typeof(ScopeSet), "scope-set")]
public abstract partial record CaseEvent
{
    /// <summary>限定范围: from now on only they may know of the case and of what is below it.</summary>
    public sealed record ScopeSet(Scope Scope, PersonId By) : CaseEvent;
}

public abstract partial record CaseCommand
{
    /// <summary>限定范围: marks a matter, or names others who may know of it. Whoever does it is always named.</summary>
    public sealed record Restrict(ImmutableArray<PersonId> Named, PersonId By) : CaseCommand
    {
        public bool Equals(Restrict? other) => other is not null && By == other.By && Named.SequenceEqual(other.Named);

        public override int GetHashCode() => HashCode.Combine(By, Named.Length);
    }
}

public abstract partial record Refusal
{
    /// <summary>The matter is restricted, and he is not among those who may know of it.</summary>
    public sealed record NotNamed(PersonId Person) : Refusal;

    /// <summary>Neither its author nor somebody who may restrict what others wrote.</summary>
    public sealed record MayNotRestrict : Refusal;

    /// <summary>What it stands below is restricted: its scope is named there.</summary>
    public sealed record RestrictedAbove : Refusal;

    /// <summary>合并: what is merged stands in the other for all who may know of that one, so they must be the same people.</summary>
    public sealed record ScopesDiffer : Refusal;

    /// <summary>Its author takes nobody's knowledge away: he adds names, who may restrict what others wrote takes them out.</summary>
    public sealed record KeepsNamed(PersonId Person) : Refusal;

    /// <summary>Nobody of those who are named could act where the case stands.</summary>
    public sealed record NobodyNamed(StageId Stage) : Refusal;
}

/// <summary>What a 知悉范围 shuts out: whoever it does not name sits in no seat, is asked nothing and told nothing.</summary>
public static class Scoping
{
    /// <summary>Those who may know of the case, by its own scope or by that of what it stands below; null: nothing restricts it.</summary>
    public static ImmutableArray<PersonId>? Named(Case @case, Grants grants) => @case.Scope?.Named ?? grants.Named;

    /// <summary>What a child that opens below the case is granted by it.</summary>
    public static Grants Below(Case parent, Grants grants) =>
        Grants.None with { Parent = ParentState.Of(parent), Named = Named(parent, grants) };

    public static bool Admits(Case @case, PersonId person, Context context) =>
        Named(@case, context.Grants) is not { } named || named.Contains(person);

    /// <summary>Null where all of them may know of it.</summary>
    internal static Refusal? ShutOut(Case @case, IEnumerable<PersonId> people, Context context) =>
        Named(@case, context.Grants) is not { } named ? null
        : people.Where(p => !named.Contains(p)).Select(p => (PersonId?)p).FirstOrDefault() is { } other ? new Refusal.NotNamed(other)
        : null;

    /// <summary>Of the other cases only those that all of these people may know of: of any other there is none for them.</summary>
    internal static Context KnownTo(IEnumerable<PersonId> people, Context context) => context.Grants.Siblings.IsEmpty ? context
        : context with
        {
            Grants = context.Grants with
            {
                Siblings = [.. context.Grants.Siblings.Where(s => s.Named is not { } named || people.All(named.Contains))],
            },
        };

    /// <summary>Why the case may not be merged into that one; null where the same people may know of both.</summary>
    internal static Refusal? Apart(Case @case, CaseId? into, Context context) =>
        context.Grants.Siblings.FirstOrDefault(s => s.Id == into) is not { } other || AreSame(Named(@case, context.Grants), other.Named)
            ? null : new Refusal.ScopesDiffer();

    private static bool AreSame(ImmutableArray<PersonId>? one, ImmutableArray<PersonId>? other) =>
        one is { } a && other is { } b ? a.ToHashSet().SetEquals(b) : one is null && other is null;

    /// <summary>Why the person may not mark it or name others now; null if he may.</summary>
    public static Refusal? Judge(Case @case, PersonId by, Context context) =>
        ShutOut(@case, [by], context)
        ?? (MayRestrict(@case, by, context) ? null : new Refusal.MayNotRestrict())
        ?? (Refusal?)(@case.Scope is null && context.Grants.Named is not null ? new Refusal.RestrictedAbove() : null);

    /// <summary>
    /// The stage in which an open seat of the case, which stands below the one that is to be marked, would then wait for nobody. Null
    /// where none would, or where none could be taken before either, or where the case has a scope of its own.
    /// </summary>
    /// <param name="scope">Of the case above.</param>
    /// <param name="context">Of the case below.</param>
    public static StageId? Strands(Case below, Scope scope, Context context) =>
        below.Scope is null && Seating.Vacant(below, context).IsEmpty
            && !Seating.Vacant(below, context with { Grants = context.Grants with { Named = scope.Named } }).IsEmpty
                ? below.Stage : null;

    /// <summary>
    /// The stages that lie ahead of the case and that somebody could take today, but nobody whom the scope names, so that the case would not
    /// get there; those that it passes by then are none.
    /// </summary>
    public static ImmutableArray<StageId> StrandsAhead(Case @case, Scope scope, Context context)
    {
        var (workflow, within) = (context.Book[@case.Workflow], @case with { Scope = scope });
        var (ahead, next) = (new List<Stage>(), new Queue<StageId>([@case.Stage]));
        while (next.TryDequeue(out var at))
        {
            var targets = (workflow.Stage(at)?.Targets ?? []).Where(t => t != @case.Stage).Select(workflow.Stage).OfType<Stage>();
            foreach (var stage in targets.Except(ahead).ToList())
            {
                ahead.Add(stage);
                next.Enqueue(stage.Id);
            }
        }

        return
        [
            .. ahead.Where(s => s.OnUnavailable is null && Seating.Open(s, @case, context) is not null)
                .Where(s => Seating.Open(s, within, context) is null).Select(s => s.Id),
        ];
    }

    private static bool MayRestrict(Case @case, PersonId by, Context context) =>
        MayRestrictOthers(by, context) || (IsAuthor(@case, by, context) && IsItsAuthors(@case, context));

    private static bool MayRestrictOthers(PersonId by, Context context) =>
        context.Directory.PostsOf(by, context.Today).Any(p => context.Book.Carries(p.Role, Power.Restrict));

    private static bool IsAuthor(Case @case, PersonId by, Context context) =>
        @case.Party(Party.Drafter).People.Contains(by) && Seating.Serves(by, context.Directory, context.Today);

    /// <summary>Its author marks it as it begins: until it is published, and what never is, until somebody else has decided in it.</summary>
    private static bool IsItsAuthors(Case @case, Context context) => Publishes(context.Book[@case.Workflow])
        ? !@case.Facts.Contains(Facts.Published)
        : @case.Votes.All(v => v.Opinion || v.Decider.Humans.All(@case.Party(Party.Drafter).People.Contains));

    private static bool Publishes(Workflow workflow) => workflow.AllActions.Any(a => a.Effects.Any(e => e is Effect.Publish));

    internal static Decision Decide(Case @case, CaseCommand.Restrict restrict, Context context)
    {
        if (Judge(@case, restrict.By, context) is { } why)
        {
            return new Decision.Refused(why);
        }

        var scope = Scope.Of(restrict.Named.Append(restrict.By));
        if (scope.Named.Any(p => !Seating.Serves(p, context.Directory, context.Today)))
        {
            return new Decision.Refused(new Refusal.Missing(new Input.Naming(Party.Readers)));
        }

        if (!MayRestrictOthers(restrict.By, context) && @case.Scope?.Named.Except(scope.Named).ToList() is [var dropped, ..])
        {
            return new Decision.Refused(new Refusal.KeepsNamed(dropped));
        }

        var steps = new Steps(@case, context);
        if (scope != @case.Scope)
        {
            steps.Add(new CaseEvent.ScopeSet(scope, restrict.By));
        }

        // Work that nobody may know of would wait for ever.
        return Seating.Vacant(@case, context).IsEmpty && !Seating.Vacant(steps.Case, context).IsEmpty
            ? new Decision.Refused(new Refusal.NobodyNamed(@case.Stage))
            : steps.Permit();
    }
}
