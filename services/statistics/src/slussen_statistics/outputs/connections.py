"""Files that open the feed in Power BI and Excel, and a workbook that says where each table is.

`.pbids` is Power BI's data source file; `.odc` is an Office Data Connection with a Power Query formula, as Excel
exports one. A workbook that holds a query carries Excel's own binary part, which only Excel writes; ours therefore
holds addresses and links.
"""

import io
from collections.abc import Sequence
from html import escape

import orjson
import xlsxwriter

from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.labels import Label
from slussen_statistics.outputs.csdl import set_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MASHUP = "http://schemas.microsoft.com/DataMashup"
_STEPS = Label(
    "Excel: Data, Hämta data, Från OData-feed, och klistra in adressen; eller öppna anslutningsfilen. Ingen inloggning:"
    " välj Anonym. Totaler är rader med koden total: summera dem inte med delarna.",
    "Excel: Data, Get Data, From OData Feed, and paste the address; or open the connection file. No login: choose"
    " Anonymous. Totals are rows with the code total: don't add them to their parts.",
)
_HEADS = Label("Tabell|Entity set|CSV|Parquet|Anslutningsfil", "Table|Entity set|CSV|Parquet|Connection file")

_ODC = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv="Content-Type" content="text/x-ms-odc; charset=utf-8">
<meta name="ProgId" content="ODC.Database">
<meta name="SourceType" content="OLEDB">
<title>{name}</title>
<xml id="docprops"><o:DocumentProperties xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns="http://www.w3.org/TR/REC-html40"><o:Description>{title}</o:Description><o:Name>{name}</o:Name>
</o:DocumentProperties></xml>
<xml id="msodc"><odc:OfficeDataConnection xmlns:odc="urn:schemas-microsoft-com:office:odc"
 xmlns="http://www.w3.org/TR/REC-html40">
<odc:PowerQueryConnection odc:Type="OLEDB">
<odc:ConnectionString>Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location={name};\
Extended Properties=&quot;&quot;</odc:ConnectionString>
<odc:CommandType>SQL</odc:CommandType>
<odc:CommandText>SELECT * FROM [{name}]</odc:CommandText>
</odc:PowerQueryConnection>
<odc:PowerQueryMashupData>{data}</odc:PowerQueryMashupData>
</odc:OfficeDataConnection></xml>
</head>
<body></body>
</html>
"""


def power_bi(feed: str) -> bytes:
    """Return a file that opens Power BI Desktop at the feed, where the reader chooses tables."""
    connection = {"details": {"protocol": "odata", "address": {"url": feed}}, "options": {}, "mode": "Import"}
    return orjson.dumps({"version": "0.1", "connections": [connection]}, option=orjson.OPT_INDENT_2)


def excel(feed: str, table: Table, language: str) -> bytes:
    """Return a connection file that reads a table into Excel by Power Query."""
    name = set_name(table)
    title = escape(table.title.in_language(language))
    data = escape(_mashup(name, _formula(feed, name)))
    text = _ODC.format(name=name, title=title, data=data)
    return text.encode()


def _formula(feed: str, name: str) -> str:
    return (
        f'let Source = OData.Feed("{feed}", null, [Implementation="2.0"]),'
        f' Rows = Source{{[Name="{name}",Signature="table"]}}[Data] in Rows'
    )


def _mashup(name: str, formula: str) -> str:
    instance = "http://www.w3.org/2001/XMLSchema-instance"
    return (
        f'<Mashup xmlns:xsi="{instance}" xmlns="{_MASHUP}"><Client>EXCEL</Client><Version>2.100.0.0</Version>'
        "<MinVersion>2.21.0.0</MinVersion><Culture>sv-SE</Culture><SafeCombine>true</SafeCombine><Items>"
        f'<Query Name="{name}"><Formula><![CDATA[{formula}]]></Formula><IsParameterQuery xsi:nil="true" />'
        '<IsDirectQuery xsi:nil="true" /></Query></Items></Mashup>'
    )


def workbook(origin: str, tables: Sequence[Table], language: str) -> bytes:
    """Return a workbook with the feed's address and every table's addresses, as links."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Slussen")
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 1, 40)
    sheet.set_column(2, 4, 60)
    sheet.write_string(0, 0, "OData", bold)
    sheet.write_url(0, 1, f"{origin}/statistics/odata/v4/")
    sheet.write_string(1, 0, _STEPS.in_language(language))
    for at, head in enumerate(_HEADS.in_language(language).split("|")):
        sheet.write_string(3, at, head, bold)
    for row, table in enumerate(tables, 4):
        path = f"{origin}/statistics/v1/tables/{table.id}"
        sheet.write_string(row, 0, table.title.in_language(language))
        sheet.write_string(row, 1, set_name(table))
        for at, below in enumerate(("files/csv", "files/parquet", "connections/excel"), 2):
            sheet.write_url(row, at, f"{path}/{below}")
    sheet.freeze_panes(4, 1)
    book.close()
    return out.getvalue()
