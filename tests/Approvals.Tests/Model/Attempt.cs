namespace Approvals.Tests.Model;

internal enum Kind
{
    Act,
    Anywhere,
    Recall,
    AddBefore,
    AddAfter,
    Transfer,
    HandBack,
    Claim,
    Release,
    Fire,
    Wake,

    /// <summary>Days pass.</summary>
    Days,

    /// <summary>Somebody loses all his posts.</summary>
    Leaves,

    /// <summary>He has them again.</summary>
    Returns,

    /// <summary>Somebody is away, and another stands in for him.</summary>
    Away,
}

/// <summary>What somebody, or the clock, asks of a case; nothing in it needs to be right.</summary>
/// <param name="Case">The place among its parent's children, for each parent from the root down.</param>
internal sealed record Attempt(Kind Kind, string Case)
{
    /// <summary>The date that every form brings.</summary>
    public static DateOnly SaysDate { get; } = new(2021, 6, 12);

    public int Round { get; init; }

    public int Seat { get; init; }

    public string Deed { get; init; } = "";

    public int By { get; init; }

    /// <summary>Whose decision <see cref="By"/> only writes down (代录); 0: his own.</summary>
    public int RecordedFor { get; init; }

    /// <summary>In whose place (委托); 0: it does not say.</summary>
    public int InPlaceOf { get; init; }

    /// <summary>Who is added, or gets the seat, or stands in.</summary>
    public int Person { get; init; }

    public bool Reason { get; init; }

    public string Target { get; init; } = "";

    public WayOn? Way { get; init; }

    public int Days { get; init; }

    public override string ToString()
    {
        var what = Kind switch
        {
            Kind.Act or Kind.Anywhere => $"{Deed}{(Target.Length > 0 ? $" to {Target}" : "")}{(Way is { } way ? $" ({way})" : "")}",
            Kind.AddBefore or Kind.AddAfter or Kind.Transfer => $"{Kind} person {Person}",
            Kind.Days => $"{Days} days pass",
            Kind.Leaves or Kind.Returns => $"person {Person} {Kind}",
            Kind.Away => $"person {By} is away for {Days} days, {Person} stands in",
            _ => $"{Kind}",
        };
        return Kind is Kind.Fire or Kind.Wake ? $"case {Case}: {what}"
            : Kind >= Kind.Days ? what
            : $"case {Case} round {Round} seat {Seat}: person {By} {what}"
                + (RecordedFor > 0 ? $", recorded for {RecordedFor}" : "") + (InPlaceOf > 0 ? $", in place of {InPlaceOf}" : "")
                + (Reason ? ", with reason" : "");
    }
}
