"""PxWebApi 2: variables, code lists, selections and datasets, pure; made from the catalogue of tables alone.

Source: PxAPI-2.yml of PxTools/PxApiSpecs (info.version 2.0).
"""
