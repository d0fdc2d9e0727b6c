using System.Globalization;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Approvals.Web.Features.Ledger;

/// <summary>What an address asks the ledger for. What cannot be read counts as not asked.</summary>
public sealed record LedgerQuery(
    Guid? Campaign, int? Body, int? Person, string? Stage, LampColour? Lamp, string? Text, SortBy Sort, int Page)
{
    public const int PageSize = 50;

    public bool Filtered =>
        Campaign is not null || Body is not null || Person is not null || Stage is not null || Text is not null;

    public static LedgerQuery Read(IQueryCollection query) => new(
        Guid.TryParse(query["of"], out var campaign) ? campaign : null,
        Number(query["body"]),
        Number(query["person"]),
        Word(query["stage"]),
        Enum.TryParse<LampColour>(query["lamp"], ignoreCase: true, out var lamp) && Enum.IsDefined(lamp) ? lamp : null,
        Word(query["q"]),
        Enum.TryParse<SortBy>(query["sort"], ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : SortBy.Number,
        Paging.Clamp(Number(query["p"])));

    /// <summary>The address that asks for this; what is not asked does not stand in it.</summary>
    public string Href => QueryHelpers.AddQueryString("/ledger", new Dictionary<string, string?>
    {
        ["of"] = Campaign?.ToString(),
        ["body"] = Body?.ToString(CultureInfo.InvariantCulture),
        ["person"] = Person?.ToString(CultureInfo.InvariantCulture),
        ["stage"] = Stage,
        ["lamp"] = Lamp is { } lamp ? Value(lamp) : null,
        ["q"] = Text,
        ["sort"] = Sort == SortBy.Number ? null : Value(Sort),
        ["p"] = Page == 1 ? null : Page.ToString(CultureInfo.InvariantCulture),
    }.Where(pair => pair.Value is not null));

    public static string Value(Enum choice) => choice.ToString().ToLowerInvariant();

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Word(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
