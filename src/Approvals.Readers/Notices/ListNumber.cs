using System.Globalization;
using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>A number of a Word list as its format writes it: 一, 2, III, ④.</summary>
internal static class ListNumber
{
    private const int Most = 9_999;
    private const string Digits = "零一二三四五六七八九";
    private const string Legal = "零壹贰叁肆伍陆柒捌玖";
    private const string Stems = "甲乙丙丁戊己庚辛壬癸";
    private const string Branches = "子丑寅卯辰巳午未申酉戌亥";

    private static readonly (int Value, string Sign)[] _roman =
    [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
        (4, "iv"), (1, "i"),
    ];

    /// <param name="format">w:numFmt; one that nobody here knows counts in Arabic numbers.</param>
    public static string Of(int number, string format)
    {
        var n = Math.Clamp(number, 0, Most);
        return format switch
        {
            "none" or "bullet" => "",
            "chineseCounting" or "chineseCountingThousand" or "japaneseCounting" or "taiwaneseCounting" or "taiwaneseCountingThousand"
                => WithUnits(n, Digits, "十百千"),
            "chineseLegalSimplified" or "ideographLegalTraditional" => WithUnits(n, Legal, "拾佰仟"),
            "ideographDigital" or "japaneseDigitalTenThousand" or "taiwaneseDigital"
                => string.Concat(Arabic(n).Select(c => c == '0' ? '〇' : Digits[c - '0'])),
            "ideographTraditional" when n is >= 1 and <= 10 => Stems[n - 1].ToString(),
            "ideographZodiac" when n is >= 1 and <= 12 => Branches[n - 1].ToString(),
            "decimalEnclosedCircle" or "decimalEnclosedCircleChinese" when n is >= 1 and <= 20 => ((char)('①' + n - 1)).ToString(),
            "decimalEnclosedParen" when n is >= 1 and <= 20 => ((char)('⑴' + n - 1)).ToString(),
            "decimalEnclosedFullstop" when n is >= 1 and <= 20 => ((char)('⒈' + n - 1)).ToString(),
            "decimalFullWidth" or "decimalFullWidth2" => string.Concat(Arabic(n).Select(c => (char)(c - '0' + '０'))),
            "decimalZero" => n.ToString("00", CultureInfo.InvariantCulture),
            "upperLetter" => Letters(n, 'A'),
            "lowerLetter" => Letters(n, 'a'),
            "upperRoman" => Roman(n).ToUpperInvariant(),
            "lowerRoman" => Roman(n),
            _ => Arabic(n),
        };
    }

    private static string Arabic(int n) => n.ToString(CultureInfo.InvariantCulture);

    /// <summary>十二 and not 一十二; 一百零五.</summary>
    private static string WithUnits(int n, string digits, string units)
    {
        if (n == 0)
        {
            return digits[..1];
        }

        var text = new StringBuilder();
        var (figures, skipped) = (Arabic(n), false);
        for (var i = 0; i < figures.Length; i++)
        {
            var (digit, place) = (figures[i] - '0', figures.Length - i - 2);
            if (digit == 0)
            {
                skipped = text.Length > 0;
                continue;
            }

            text.Append(skipped ? digits[..1] : "").Append(digits[digit]).Append(place < 0 ? "" : units[place].ToString());
            skipped = false;
        }

        return n is >= 10 and < 20 ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    /// <summary>As Word counts: a … z, aa, bb.</summary>
    private static string Letters(int n, char first) =>
        n == 0 ? "" : new string((char)(first + ((n - 1) % 26)), Math.Min(((n - 1) / 26) + 1, 30));

    private static string Roman(int n)
    {
        var text = new StringBuilder();
        foreach (var (value, sign) in _roman)
        {
            for (; n >= value; n -= value)
            {
                text.Append(sign);
            }
        }

        return text.ToString();
    }
}
