namespace Approvals.Web.Features.Conversion;

/// <summary>The programs that convert, and what one call may take.</summary>
public sealed record ConversionLimits
{
    public string Office { get; init; } = "soffice";

    public string PdfToText { get; init; } = "pdftotext";

    /// <summary>Where programs are looked for, folders parted by colons.</summary>
    public string SearchPath { get; init; } = Environment.GetEnvironmentVariable("PATH") ?? "";

    /// <summary>Then the call is ended with all that it started.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Addresses of each process, which an office program asks for more generously than it uses.</summary>
    public long MemoryBytes { get; init; } = 3L * 1024 * 1024 * 1024;

    public long FileBytes { get; init; } = 64L * 1024 * 1024;

    public int MostPages { get; init; } = 500;

    /// <summary>More wait: a conversion takes a core and some hundred megabytes.</summary>
    public int AtOnce { get; init; } = 2;
}
