namespace Approvals.Engine.Definitions.Proof;

/// <summary>With what a case can begin: the first stage, the facts, and what it was given.</summary>
internal readonly record struct Birthday(StageId At, ulong Bits, ulong Gifts);

/// <summary>What the engine writes into a new case, with every value that the world may choose.</summary>
internal static class Births
{
    /// <param name="parent">What the parent says of a fact of its own; null where it is not known.</param>
    public static IEnumerable<Birthday> Of(Scope scope, Site site, ulong parentGifts, Func<Fact, bool?> parent)
    {
        var child = scope.Book[site.Child];
        return Options(scope.TrackedIn(child), fact => Value(site, child.Recurs, fact, parent))
            .Select(bits => new Birthday(site.At, bits, GiftsOf(scope, site, parentGifts)));
    }

    /// <summary>Of a case that nobody above opens: its facts may be any.</summary>
    public static IEnumerable<Birthday> OutOfNothing(Scope scope, Workflow workflow, StageId at) =>
        Options(scope.TrackedIn(workflow), fact => fact is Fact.Fixed or Fact.Dated or Fact.Single ? null : false)
            .Select(bits => new Birthday(at, bits, 0));

    /// <summary>A row brings parties of its own; any other child has its parent's.</summary>
    public static ulong GiftsOf(Scope scope, Site site, ulong parentGifts) =>
        ((site.Birth == Birth.Row ? parentGifts & ~scope.Gifts.Parties : parentGifts) | site.Gifts) & scope.Gifts.WantedIn(site.Child);

    /// <param name="follows">The definition follows a recurrence: only then it takes its parent's.</param>
    private static bool? Value(Site site, bool follows, Fact fact, Func<Fact, bool?> parent) => fact switch
    {
        Fact.Dated => site.Birth == Birth.Reading ? false : null,
        Fact.Single { Party: Party.Readers } when site.Birth == Birth.Reading => null,
        Fact.Single => site.Birth is Birth.Row or Birth.Matter ? null : parent(fact),
        Fact.Open open => site.Birth == Birth.Press && open.Kind == site.Child.Value,
        Fact.Fixed { Name: Definitions.Facts.RecursOnDays or Definitions.Facts.RecursByPeriod } => site.Birth == Birth.Row ? null
            : follows ? parent(fact)
            : false,
        Fact.Fixed { Name: Definitions.Facts.Urgent } => site.Birth == Birth.Row ? null : parent(fact),
        Fact.Fixed or Fact.Frozen when site.Birth is Birth.Press or Birth.Reading => parent(fact),
        Fact.Fixed { Name: Definitions.Facts.Lead } when site.Birth == Birth.Body => null,
        Fact.Fixed { Name: Definitions.Facts.Lasting } when site.Birth == Birth.Row => null,
        Fact.Fixed { Name: Definitions.Facts.Part } => site.Birth == Birth.Matter,
        _ => false,
    };

    private static IEnumerable<ulong> Options(Tracked tracked, Func<Fact, bool?> value)
    {
        IEnumerable<ulong> options = [0];
        foreach (var fact in tracked.Facts)
        {
            options = value(fact) switch
            {
                true => options.Select(bits => tracked.With(bits, fact, true)),
                false => options,
                null => options.SelectMany(bits => new[] { bits, tracked.With(bits, fact, true) }),
            };
        }

        // A recurrence falls on days, or it is by month or longer.
        return options.Where(bits => tracked.Of(new Fact.Fixed(Definitions.Facts.RecursOnDays), bits) != true
            || tracked.Of(new Fact.Fixed(Definitions.Facts.RecursByPeriod), bits) != true).ToList();
    }
}
