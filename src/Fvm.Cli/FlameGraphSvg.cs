using System.Globalization;
using System.Xml;
using Fvm.Abi;
using Fvm.Hosting.Tracing;

namespace Fvm.Cli;

/// <summary>
/// Draws a flame graph as one SVG without scripts and without references: callers above, callees below, width by gas, the full name and figures of a
/// frame as its tooltip.
/// </summary>
internal static class FlameGraphSvg
{
    private const double Width = 1600;
    private const double Top = 24;
    private const int Row = 17;
    private const double CharacterWidth = 6.2;

    /// <summary>Frames narrower than this (pixels) are left out: nobody can see them, and their names would make the file huge.</summary>
    private const double MinWidth = 0.3;

    private const string Namespace = "http://www.w3.org/2000/svg";

    public static void Write(FlameFrame root, string title, Stream output)
    {
        int rows = Depth(root, Width);
        using XmlWriter svg = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, IndentChars = " ", CloseOutput = false });
        svg.WriteStartElement("svg", Namespace);
        svg.WriteAttributeString("width", Number(Width));
        svg.WriteAttributeString("height", Number(Top + (rows * Row) + 4));
        svg.WriteAttributeString("viewBox", $"0 0 {Number(Width)} {Number(Top + (rows * Row) + 4)}");
        svg.WriteAttributeString("font-family", "monospace");
        svg.WriteAttributeString("font-size", "10");
        Text(svg, 4, 15, $"{title}: {root.Total} gas");
        Frame(svg, root, root.Total, 0, Width, 0);
        svg.WriteEndElement();
    }

    private static void Frame(XmlWriter svg, FlameFrame frame, GasAmount whole, double x, double width, int row)
    {
        if (width < MinWidth)
            return;
        double y = Top + (row * Row);
        svg.WriteStartElement("g", Namespace);
        double share = whole.IsZero ? 0 : 100.0 * frame.Total.Milligas / whole.Milligas;
        svg.WriteElementString("title", Namespace, Clean(string.Create(
            CultureInfo.InvariantCulture, $"{frame.Name}: {frame.Total} gas ({share:0.00}%), of its own {frame.Self}")));
        svg.WriteStartElement("rect", Namespace);
        svg.WriteAttributeString("x", Number(x));
        svg.WriteAttributeString("y", Number(y));
        svg.WriteAttributeString("width", Number(width));
        svg.WriteAttributeString("height", Number(Row - 1));
        svg.WriteAttributeString("fill", ColourOf(frame.Kind));
        svg.WriteEndElement();
        int room = (int)((width - 4) / CharacterWidth);
        if (room >= 3)
            Text(svg, x + 2, y + 12, frame.Name.Length <= room ? frame.Name : $"{frame.Name[..(room - 2)]}..");
        svg.WriteEndElement();

        foreach (FlameFrame child in frame.Children)
        {
            double part = frame.Total.IsZero ? 0 : width * child.Total.Milligas / frame.Total.Milligas;
            Frame(svg, child, whole, x, part, row + 1);
            x += part;
        }
    }

    private static int Depth(FlameFrame frame, double width) => width < MinWidth
        ? 0
        : 1 + frame.Children.Select(child => frame.Total.IsZero ? 0 : Depth(child, width * child.Total.Milligas / frame.Total.Milligas)).DefaultIfEmpty().Max();

    private static void Text(XmlWriter svg, double x, double y, string text)
    {
        svg.WriteStartElement("text", Namespace);
        svg.WriteAttributeString("x", Number(x));
        svg.WriteAttributeString("y", Number(y));
        svg.WriteString(Clean(text));
        svg.WriteEndElement();
    }

    private static string ColourOf(FlameKind kind) => kind switch
    {
        FlameKind.Message => "#d9d9d9",
        FlameKind.Call => "#8fb7e0",
        FlameKind.Function => "#f2a65a",
        FlameKind.Syscall => "#9fd49f",
        _ => "#e6dc8c",
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Names come out of modules: the writer escapes markup, but refuses characters that XML has not.</summary>
    private static string Clean(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
