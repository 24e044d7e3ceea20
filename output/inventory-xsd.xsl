<?xml version="1.0" encoding="UTF-8"?>
<!--
  SPDX-License-Identifier: BSD-2-Clause
  Copyright (c) 2026, the rollcall authors

  The second half of "make update-xsd".  trang declares every element
  globally, which lets a document begin with any of them; here each one but
  the document's own moves to where it is used.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xsl:output method="xml" encoding="US-ASCII" indent="yes"/>
  <xsl:strip-space elements="*"/>
  <xsl:key name="global" match="/xs:schema/xs:element" use="@name"/>

  <xsl:template match="@*|node()">
    <xsl:copy>
      <xsl:apply-templates select="@*|node()"/>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="/comment()">
    <xsl:text>&#10;</xsl:text>
    <xsl:copy/>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="/xs:schema/xs:element[@name != 'inventory']"/>

  <xsl:template match="xs:element[@ref]">
    <xsl:variable name="global"
        select="key('global', substring-after(@ref, ':'))"/>
    <xs:element name="{$global/@name}">
      <xsl:apply-templates select="@minOccurs|@maxOccurs"/>
      <xsl:apply-templates select="$global/@type|$global/node()"/>
    </xs:element>
  </xsl:template>
</xsl:stylesheet>
