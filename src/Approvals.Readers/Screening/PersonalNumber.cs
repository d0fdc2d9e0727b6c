namespace Approvals.Readers.Screening;

/// <summary>Which number of one person it is (个人信息号码).</summary>
public enum PersonalKind
{
    /// <summary>居民身份证号: 18 signs, GB 11643.</summary>
    IdentityCard,

    /// <summary>移动电话号码: 11 digits. The lines of an office (区号加座机) belong to nobody and are none.</summary>
    Mobile,

    /// <summary>住院号, 门诊号, 病案号: known by its label or by the head of its column, for it has no form of its own.</summary>
    Admission,
}

/// <summary>A personal number that a file holds.</summary>
/// <param name="Shown">Its ends alone, for a page or a log of its finding: never the whole number.</param>
public sealed record PersonalNumber(PersonalKind Kind, string Shown);

/// <summary>Where one stands in a text.</summary>
internal readonly record struct PersonalSpan(PersonalKind Kind, int Start, int Length);
